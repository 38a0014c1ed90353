import { Goal } from '@goalixa/contracts/goals'
import { findGoal } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { goalLine } from '../../output/goals.ts'
import { goalArgs } from '../../row-args.ts'

export default class GoalArchive extends GoalixaCommand {
  static override summary = 'Archive a goal: lists leave it out'
  static override examples = [
    '<%= config.bin %> goal archive "write a book"',
    '<%= config.bin %> goal archive "write a book" --dry-run',
  ]
  static override args = goalArgs
  static override flags = { zone, ...changing }
  static override readonly output = Goal

  override async run(): Promise<void> {
    const { args, flags } = await this.read(GoalArchive)
    const { store, dates } = await this.open(flags)
    const { id } = await findGoal(store, args.goal, dates)
    await this.change({
      would: 'goals.update',
      input: { id, archived: true },
      flags,
      run: () => store.goals.update(id, { archived: true }, { zone: dates.zone }),
      words: (goal) => goalLine('Archived', goal),
    })
  }
}
