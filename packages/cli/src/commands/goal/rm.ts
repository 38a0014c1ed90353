import { Goal } from '@goalixa/contracts/goals'
import { findGoal } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { goalLine } from '../../output/goals.ts'
import { safeLine } from '../../output/safe-text.ts'
import { goalArgs } from '../../row-args.ts'

export default class GoalRm extends GoalixaCommand {
  static override summary = 'Remove a goal with its subgoals; the time stays'
  static override examples = [
    '<%= config.bin %> goal rm "write a book"',
    '<%= config.bin %> goal rm "write a book" --yes',
  ]
  static override args = goalArgs
  static override flags = { zone, ...changing }
  static override readonly output = Goal

  override async run(): Promise<void> {
    const { args, flags } = await this.read(GoalRm)
    const { store, dates } = await this.open(flags)
    const goal = await findGoal(store, args.goal, dates)
    const parts = goal.subgoals.length === 0 ? '' : ` with its ${goal.subgoals.length} subgoals`
    await this.change({
      would: 'goals.delete',
      input: { id: goal.id },
      flags,
      doubts: [`This removes the goal "${safeLine(goal.name)}"${parts}`],
      run: () => store.goals.delete(goal.id).then(() => goal),
      words: () => goalLine('Removed', goal),
    })
  }
}
