import { Habit } from '@goalixa/contracts/habits'
import { UsageError } from '../../failure.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { habitFlags, readHabitFields } from '../../habit-fields.ts'
import { habitLine } from '../../output/habits.ts'
import { splitEntryWords } from '../../entry-words.ts'
import { weekAsked } from '../../weeks.ts'

export default class HabitAdd extends GoalixaCommand {
  static override summary = 'Add a habit'
  static override description =
    'How often: day, mon,wed,fri, weekdays, 3/week, 2/month or 3d; each day unless said. With --auto and a label a day is also done once so much time was tracked under the label.'
  static override usage =
    'habit add NAME... [--every HOW-OFTEN] [--amount N --unit UNIT] [+LABEL --auto DURATION]'
  static override examples = [
    '<%= config.bin %> habit add read --amount 20 --unit pages',
    '<%= config.bin %> habit add "play the piano" --every mon,wed,fri +piano --auto 30m',
  ]
  static override strict = false
  static override flags = { ...habitFlags, zone, ...changing }
  static override readonly output = Habit

  override async run(): Promise<void> {
    const { flags, words, verbatim } = await this.read(HabitAdd)
    const { store, config, dates } = await this.open(flags)
    const { text, labels } = splitEntryWords(words, verbatim)
    if (text === '') throw new UsageError('Missing: NAME', 'goalixa habit add "what you do" --every day')
    const input = { name: text, ...(await readHabitFields(flags, labels, dates, store)) }
    await this.change({
      would: 'habits.create',
      input,
      flags,
      run: () => store.habits.create(input, weekAsked(dates, config)),
      words: (habit) => habitLine('Added', habit),
    })
  }
}
