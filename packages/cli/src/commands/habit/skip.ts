import { HabitDay } from '@goalixa/contracts/habits'
import { findHabit } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { habitDate, on } from '../../habit-fields.ts'
import { checkedWords } from '../../output/habits.ts'
import { habitArgs } from '../../row-args.ts'
import { weekAsked } from '../../weeks.ts'

export default class HabitSkip extends GoalixaCommand {
  static override summary = 'Leave a day of a habit out: the streak neither grows nor ends'
  static override examples = [
    '<%= config.bin %> habit skip read',
    '<%= config.bin %> habit skip read --on yesterday',
  ]
  static override args = habitArgs
  static override flags = { on, zone, ...changing }
  static override readonly output = HabitDay

  override async run(): Promise<void> {
    const { args, flags } = await this.read(HabitSkip)
    const { store, config, dates } = await this.open(flags)
    const date = habitDate(flags.on, dates)
    const asked = weekAsked(dates, config)
    const { id } = await findHabit(store, args.habit, asked)
    const input = { state: 'skip' as const }
    await this.change({
      would: 'habits.check',
      input: { id, date, ...input },
      flags,
      run: () => store.habits.check(id, date, input, asked),
      words: (day) => checkedWords('Skipped', day, date),
    })
  }
}
