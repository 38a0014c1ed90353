import { Goal } from '@goalixa/contracts/goals'
import { findGoal } from '../../find-rows.ts'
import { zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { goalWords } from '../../output/goals.ts'
import { goalArgs } from '../../row-args.ts'

export default class GoalShow extends GoalixaCommand {
  static override summary = 'Show a goal with its subgoals, and what makes its date'
  static override examples = [
    '<%= config.bin %> goal show "write a book"',
    '<%= config.bin %> goal show "write a book" --json',
  ]
  static override args = goalArgs
  static override flags = { zone }
  static override readonly output = Goal

  override async run(): Promise<void> {
    const { args, flags } = await this.read(GoalShow)
    const { store, dates } = await this.open(flags)
    const goal = await findGoal(store, args.goal, dates)
    this.print(goal, goalWords(goal, dates.zone, this.terminal))
  }
}
