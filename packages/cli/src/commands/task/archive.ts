import { Task } from '@goalixa/contracts/tasks'
import { findTask } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { taskLine } from '../../output/tasks.ts'
import { taskArgs } from '../../row-args.ts'

export default class TaskArchive extends GoalixaCommand {
  static override summary = 'Archive a task, so that lists leave it out; its time stays'
  static override examples = [
    '<%= config.bin %> task archive "write report"',
    '<%= config.bin %> task archive 3f2a9 --dry-run',
  ]
  static override args = taskArgs
  static override flags = { ...changing }
  static override readonly output = Task

  override async run(): Promise<void> {
    const { args, flags } = await this.read(TaskArchive)
    const { store } = await this.open()
    const { id } = await findTask(store, args.task)
    const patch = { status: 'archived' as const }
    await this.change({
      would: 'tasks.update',
      input: { id, ...patch },
      flags,
      run: () => store.tasks.update(id, patch),
      words: (task) => taskLine('Archived', task),
    })
  }
}
