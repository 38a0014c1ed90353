import { Goal } from '@goalixa/contracts/goals'
import { findGoal } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { goalLine } from '../../output/goals.ts'
import { goalArgs } from '../../row-args.ts'

export default class GoalDone extends GoalixaCommand {
  static override summary = 'Call a goal completed, however far it has come'
  static override examples = [
    '<%= config.bin %> goal done "write a book"',
    '<%= config.bin %> goal done "write a book" --dry-run',
  ]
  static override args = goalArgs
  static override flags = { zone, ...changing }
  static override readonly output = Goal

  override async run(): Promise<void> {
    const { args, flags } = await this.read(GoalDone)
    const { store, dates } = await this.open(flags)
    const { id } = await findGoal(store, args.goal, dates)
    await this.change({
      would: 'goals.done',
      input: { id },
      flags,
      run: () => store.goals.done(id, { zone: dates.zone }),
      words: (goal) => goalLine('Completed', goal),
    })
  }
}
