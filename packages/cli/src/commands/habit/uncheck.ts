import { HabitDay } from '@goalixa/contracts/habits'
import { findHabit } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { habitDate, on } from '../../habit-fields.ts'
import { checkedWords } from '../../output/habits.ts'
import { habitArgs } from '../../row-args.ts'
import { weekAsked } from '../../weeks.ts'

export default class HabitUncheck extends GoalixaCommand {
  static override summary = 'Take back what was said of a day of a habit, done or skipped'
  static override examples = [
    '<%= config.bin %> habit uncheck read',
    '<%= config.bin %> habit uncheck read --on yesterday',
  ]
  static override args = habitArgs
  static override flags = { on, zone, ...changing }
  static override readonly output = HabitDay

  override async run(): Promise<void> {
    const { args, flags } = await this.read(HabitUncheck)
    const { store, config, dates } = await this.open(flags)
    const date = habitDate(flags.on, dates)
    const asked = weekAsked(dates, config)
    const { id } = await findHabit(store, args.habit, asked)
    await this.change({
      would: 'habits.uncheck',
      input: { id, date },
      flags,
      run: () => store.habits.uncheck(id, date, asked),
      words: (day) => checkedWords('Unchecked', day, date),
    })
  }
}
