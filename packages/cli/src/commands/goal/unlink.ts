import { Goal } from '@goalixa/contracts/goals'
import { UsageError } from '../../failure.ts'
import { findGoal } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { linkFlags, readLinks } from '../../goal-fields.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { goalWords } from '../../output/goals.ts'
import { goalArgs } from '../../row-args.ts'

export default class GoalUnlink extends GoalixaCommand {
  static override summary = 'Let the time of projects and tasks count no more for a goal'
  static override usage = 'goal unlink GOAL [-p PROJECT...] [--task TASK...]'
  static override examples = [
    '<%= config.bin %> goal unlink "write a book" -p Book',
    '<%= config.bin %> goal unlink "write a book" --task "read for the book"',
  ]
  static override args = goalArgs
  static override flags = { ...linkFlags, zone, ...changing }
  static override readonly output = Goal

  override async run(): Promise<void> {
    const { args, flags } = await this.read(GoalUnlink)
    const { store, dates } = await this.open(flags)
    const { projectIds, taskIds } = await readLinks(flags, store)
    if (projectIds.length + taskIds.length === 0)
      throw new UsageError('Missing: --project or --task', 'goalixa goal unlink GOAL -p PROJECT')
    const goal = await findGoal(store, args.goal, dates)
    const patch = {
      projectIds: goal.projectIds.filter((id) => !projectIds.includes(id)),
      taskIds: goal.taskIds.filter((id) => !taskIds.includes(id)),
    }
    await this.change({
      would: 'goals.update',
      input: { id: goal.id, ...patch },
      flags,
      run: () => store.goals.update(goal.id, patch, { zone: dates.zone }),
      words: (linked) => goalWords(linked, dates.zone, this.terminal),
    })
  }
}
