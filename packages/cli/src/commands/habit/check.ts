import { HabitDay } from '@goalixa/contracts/habits'
import { Flags } from '@oclif/core'
import { findHabit } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { habitDate, on, readAmount } from '../../habit-fields.ts'
import { checkedWords } from '../../output/habits.ts'
import { habitArgs } from '../../row-args.ts'
import { weekAsked } from '../../weeks.ts'

export default class HabitCheck extends GoalixaCommand {
  static override summary = 'Say that a habit was done, today unless --on names another day'
  static override description =
    'In place of what was said of the day before. An amount with + is added to that of the day.'
  static override examples = [
    '<%= config.bin %> habit check read',
    '<%= config.bin %> habit check read --on yesterday --amount 12',
    '<%= config.bin %> habit check water --amount +2',
  ]
  static override args = habitArgs
  static override flags = {
    on,
    amount: Flags.string({ description: 'how much; all of the target unless said', helpValue: 'N' }),
    zone,
    ...changing,
  }
  static override readonly output = HabitDay

  override async run(): Promise<void> {
    const { args, flags } = await this.read(HabitCheck)
    const { store, config, dates } = await this.open(flags)
    const date = habitDate(flags.on, dates)
    const asked = weekAsked(dates, config)
    const { id } = await findHabit(store, args.habit, asked)
    const amount =
      flags.amount === undefined ? undefined : await readAmount(flags.amount, { store, id, date })
    const input = { state: 'done' as const, amount }
    await this.change({
      would: 'habits.check',
      input: { id, date, ...input },
      flags,
      run: () => store.habits.check(id, date, input, asked),
      words: (day) => checkedWords('Checked', day, date),
    })
  }
}
