import { Goal } from '@goalixa/contracts/goals'
import { findGoal, findSubgoal } from '../../../find-rows.ts'
import { changing, zone } from '../../../flags.ts'
import { GoalixaCommand } from '../../../goalixa-command.ts'
import { subgoalLine } from '../../../output/goals.ts'
import { subgoalArgs } from '../../../row-args.ts'

export default class GoalSubgoalReopen extends GoalixaCommand {
  static override summary = 'Reopen a subgoal, and its goal'
  static override examples = [
    '<%= config.bin %> goal subgoal reopen "write a book" 1',
    '<%= config.bin %> goal subgoal reopen "write a book" outline',
  ]
  static override args = subgoalArgs
  static override flags = { zone, ...changing }
  static override readonly output = Goal

  override async run(): Promise<void> {
    const { args, flags } = await this.read(GoalSubgoalReopen)
    const { store, dates } = await this.open(flags)
    const subgoal = findSubgoal(await findGoal(store, args.goal, dates), args.subgoal)
    await this.change({
      would: 'subgoals.reopen',
      input: { id: subgoal.id },
      flags,
      run: () => store.subgoals.reopen(subgoal.id, { zone: dates.zone }),
      words: (goal) => subgoalLine('Reopened', subgoal, goal),
    })
  }
}
