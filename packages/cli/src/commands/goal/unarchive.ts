import { Goal } from '@goalixa/contracts/goals'
import { findGoal } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { goalLine } from '../../output/goals.ts'
import { goalArgs } from '../../row-args.ts'

export default class GoalUnarchive extends GoalixaCommand {
  static override summary = 'Take a goal out of the archive, so that lists have it again'
  static override examples = [
    '<%= config.bin %> goal unarchive "write a book"',
    '<%= config.bin %> goal unarchive "write a book" --dry-run',
  ]
  static override args = goalArgs
  static override flags = { zone, ...changing }
  static override readonly output = Goal

  override async run(): Promise<void> {
    const { args, flags } = await this.read(GoalUnarchive)
    const { store, dates } = await this.open(flags)
    const { id } = await findGoal(store, args.goal, dates)
    await this.change({
      would: 'goals.update',
      input: { id, archived: false },
      flags,
      run: () => store.goals.update(id, { archived: false }, { zone: dates.zone }),
      words: (goal) => goalLine('Out of the archive:', goal),
    })
  }
}
