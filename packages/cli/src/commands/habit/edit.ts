import { Habit } from '@goalixa/contracts/habits'
import { Flags } from '@oclif/core'
import { splitEntryWords } from '../../entry-words.ts'
import { findHabit } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { habitFlags, readHabitFields } from '../../habit-fields.ts'
import { habitOrder } from '../../habit-order.ts'
import { habitWords } from '../../output/habits.ts'
import { refuseEmpty } from '../../patches.ts'
import { habitArgs } from '../../row-args.ts'
import { weekAsked } from '../../weeks.ts'

export default class HabitEdit extends GoalixaCommand {
  static override summary = 'Change a habit'
  static override description =
    'Words after the habit are its new name, +name is the label whose time counts. none empties a field: --amount none, --reminder none; --auto none takes label and time off.'
  static override usage = 'habit edit HABIT [NAME...] [+LABEL] [--every HOW-OFTEN] [--before HABIT] …'
  static override examples = [
    '<%= config.bin %> habit edit read --every 5/week',
    '<%= config.bin %> habit edit read "read a book" --reminder 21:30',
    '<%= config.bin %> habit edit read --after water',
  ]
  static override strict = false
  static override args = habitArgs
  static override flags = {
    ...habitFlags,
    archived: Flags.boolean({ description: 'archive it, or with --no-archived take it back', allowNo: true }),
    before: Flags.string({
      description: 'put it ahead of this habit',
      helpValue: 'HABIT',
      exclusive: ['after'],
    }),
    after: Flags.string({ description: 'put it behind this habit', helpValue: 'HABIT' }),
    zone,
    ...changing,
  }
  static override readonly output = Habit

  override async run(): Promise<void> {
    const { args, flags, words, verbatim } = await this.read(HabitEdit)
    const { store, config, dates } = await this.open(flags)
    const { text, labels } = splitEntryWords(words.slice(1), verbatim)
    const asked = weekAsked(dates, config)
    const { id, goalId } = await findHabit(store, args.habit, asked)
    const patch = refuseEmpty({
      name: text === '' ? undefined : text,
      ...(await readHabitFields(flags, labels, dates, store, goalId)),
      archived: flags.archived,
      order: await habitOrder(store, id, flags, asked),
    })
    await this.change({
      would: 'habits.update',
      input: { id, ...patch },
      flags,
      run: () => store.habits.update(id, patch, asked),
      words: (habit) => habitWords(habit, this.terminal),
    })
  }
}
