import { Task } from '@goalixa/contracts/tasks'
import { findTask } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { taskLine } from '../../output/tasks.ts'
import { taskArgs } from '../../row-args.ts'

export default class TaskDone extends GoalixaCommand {
  static override summary = 'Complete a task; stops its timer'
  static override args = taskArgs
  static override flags = { ...changing }
  static override readonly output = Task

  override async run(): Promise<void> {
    const { args, flags } = await this.read(TaskDone)
    const { store } = await this.open()
    const { id } = await findTask(store, args.task)
    await this.change({
      would: 'tasks.done',
      input: { id },
      flags,
      run: () => store.tasks.done(id),
      words: (task) => taskLine('Done:', task),
    })
  }
}
