import { Task } from '@goalixa/contracts/tasks'
import { findTask } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { taskLine } from '../../output/tasks.ts'
import { taskArgs } from '../../row-args.ts'

export default class TaskReopen extends GoalixaCommand {
  static override summary = 'Open a completed task again'
  static override examples = [
    '<%= config.bin %> task reopen "pay rent"',
    '<%= config.bin %> task reopen 3f2a9 --dry-run',
  ]
  static override args = taskArgs
  static override flags = { ...changing }
  static override readonly output = Task

  override async run(): Promise<void> {
    const { args, flags } = await this.read(TaskReopen)
    const { store } = await this.open()
    const { id } = await findTask(store, args.task, { wanted: 'done' })
    await this.change({
      would: 'tasks.reopen',
      input: { id },
      flags,
      run: () => store.tasks.reopen(id),
      words: (task) => taskLine('Open again:', task),
    })
  }
}
