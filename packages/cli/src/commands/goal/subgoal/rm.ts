import { Goal } from '@goalixa/contracts/goals'
import { findGoal, findSubgoal } from '../../../find-rows.ts'
import { changing, zone } from '../../../flags.ts'
import { GoalixaCommand } from '../../../goalixa-command.ts'
import { subgoalLine } from '../../../output/goals.ts'
import { safeLine } from '../../../output/safe-text.ts'
import { subgoalArgs } from '../../../row-args.ts'

export default class GoalSubgoalRm extends GoalixaCommand {
  static override summary = 'Remove a subgoal'
  static override examples = [
    '<%= config.bin %> goal subgoal rm "write a book" 1',
    '<%= config.bin %> goal subgoal rm "write a book" outline',
  ]
  static override args = subgoalArgs
  static override flags = { zone, ...changing }
  static override readonly output = Goal

  override async run(): Promise<void> {
    const { args, flags } = await this.read(GoalSubgoalRm)
    const { store, dates } = await this.open(flags)
    const subgoal = findSubgoal(await findGoal(store, args.goal, dates), args.subgoal)
    await this.change({
      would: 'subgoals.delete',
      input: { id: subgoal.id },
      flags,
      doubts: [`This removes the subgoal "${safeLine(subgoal.title)}"`],
      run: () => store.subgoals.delete(subgoal.id, { zone: dates.zone }),
      words: (goal) => subgoalLine('Removed', subgoal, goal),
    })
  }
}
