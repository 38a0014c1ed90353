import { Goal } from '@goalixa/contracts/goals'
import { findGoal, findSubgoal } from '../../../find-rows.ts'
import { changing, zone } from '../../../flags.ts'
import { GoalixaCommand } from '../../../goalixa-command.ts'
import { subgoalLine } from '../../../output/goals.ts'
import { subgoalArgs } from '../../../row-args.ts'

export default class GoalSubgoalDone extends GoalixaCommand {
  static override summary = 'Complete a subgoal; with the last one its goal is completed'
  static override examples = [
    '<%= config.bin %> goal subgoal done "write a book" 1',
    '<%= config.bin %> goal subgoal done "write a book" outline',
  ]
  static override args = subgoalArgs
  static override flags = { zone, ...changing }
  static override readonly output = Goal

  override async run(): Promise<void> {
    const { args, flags } = await this.read(GoalSubgoalDone)
    const { store, dates } = await this.open(flags)
    const subgoal = findSubgoal(await findGoal(store, args.goal, dates), args.subgoal)
    await this.change({
      would: 'subgoals.done',
      input: { id: subgoal.id },
      flags,
      run: () => store.subgoals.done(subgoal.id, { zone: dates.zone }),
      words: (goal) => subgoalLine('Done:', subgoal, goal),
    })
  }
}
