import { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import { findWeeklyGoal } from '../../find-rows.ts'
import { zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { weeklyGoalWords } from '../../output/weekly-goals.ts'
import { weeklyGoalArgs } from '../../row-args.ts'
import { todayOf } from '../../weeks.ts'

export default class WeeklyShow extends GoalixaCommand {
  static override summary = 'Show a weekly goal and how far it has come'
  static override examples = [
    '<%= config.bin %> weekly show "write the thesis"',
    '<%= config.bin %> weekly show "write the thesis" --json',
  ]
  static override args = weeklyGoalArgs
  static override flags = { zone }
  static override readonly output = WeeklyGoal

  override async run(): Promise<void> {
    const { args, flags } = await this.read(WeeklyShow)
    const { store, dates } = await this.open(flags)
    const goal = await findWeeklyGoal(store, args.goal, { today: todayOf(dates), zone: dates.zone })
    this.print(goal, weeklyGoalWords(goal, this.terminal))
  }
}
