import { Goal } from '@goalixa/contracts/goals'
import { findGoal } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { reopenedLine } from '../../output/goals.ts'
import { goalArgs } from '../../row-args.ts'

export default class GoalReopen extends GoalixaCommand {
  static override summary = 'Take back that a goal is completed'
  static override examples = [
    '<%= config.bin %> goal reopen "write a book"',
    '<%= config.bin %> goal reopen "write a book" --dry-run',
  ]
  static override args = goalArgs
  static override flags = { zone, ...changing }
  static override readonly output = Goal

  override async run(): Promise<void> {
    const { args, flags } = await this.read(GoalReopen)
    const { store, dates } = await this.open(flags)
    const { id } = await findGoal(store, args.goal, dates)
    await this.change({
      would: 'goals.reopen',
      input: { id },
      flags,
      run: () => store.goals.reopen(id, { zone: dates.zone }),
      words: reopenedLine,
    })
  }
}
