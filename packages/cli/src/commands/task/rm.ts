import { Task } from '@goalixa/contracts/tasks'
import { findTask } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { taskLine } from '../../output/tasks.ts'
import { safeLine } from '../../output/safe-text.ts'
import { taskArgs } from '../../row-args.ts'

export default class TaskRm extends GoalixaCommand {
  static override summary = 'Remove a task; its time stays in reports'
  static override args = taskArgs
  static override flags = { ...changing }
  static override readonly output = Task

  override async run(): Promise<void> {
    const { args, flags } = await this.read(TaskRm)
    const { store } = await this.open()
    const task = await findTask(store, args.task)
    await this.change({
      would: 'tasks.delete',
      input: { id: task.id },
      flags,
      doubts: [`This removes the task "${safeLine(task.title)}"`],
      run: () => store.tasks.delete(task.id).then(() => task),
      words: () => taskLine('Removed', task),
    })
  }
}
