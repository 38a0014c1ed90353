import { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import { findWeeklyGoal } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { safeLine } from '../../output/safe-text.ts'
import { weekText, weeklyGoalLine } from '../../output/weekly-goals.ts'
import { weeklyGoalArgs } from '../../row-args.ts'
import { todayOf } from '../../weeks.ts'

export default class WeeklyRm extends GoalixaCommand {
  static override summary = 'Remove a weekly goal; the time stays'
  static override examples = [
    '<%= config.bin %> weekly rm "write the thesis"',
    '<%= config.bin %> weekly rm "write the thesis" --yes',
  ]
  static override args = weeklyGoalArgs
  static override flags = { zone, ...changing }
  static override readonly output = WeeklyGoal

  override async run(): Promise<void> {
    const { args, flags } = await this.read(WeeklyRm)
    const { store, dates } = await this.open(flags)
    const goal = await findWeeklyGoal(store, args.goal, { today: todayOf(dates), zone: dates.zone })
    await this.change({
      would: 'weeklyGoals.delete',
      input: { id: goal.id },
      flags,
      doubts: [`This removes the weekly goal "${safeLine(goal.title)}" of ${weekText(goal.weekStart)}`],
      run: () => store.weeklyGoals.delete(goal.id).then(() => goal),
      words: () => weeklyGoalLine('Removed', goal),
    })
  }
}
