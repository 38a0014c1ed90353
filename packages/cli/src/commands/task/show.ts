import { Task } from '@goalixa/contracts/tasks'
import { findTask } from '../../find-rows.ts'
import { zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { taskArgs } from '../../row-args.ts'
import { taskWords } from '../../output/tasks.ts'
import { surroundingsOf } from '../../task-surroundings.ts'

export default class TaskShow extends GoalixaCommand {
  static override summary = 'Show a task, with its subtasks and what it depends on'
  static override examples = [
    '<%= config.bin %> task show "write report"',
    '<%= config.bin %> task show 3f2a9 --json',
  ]
  static override args = taskArgs
  static override flags = { zone }
  static override readonly output = Task

  override async run(): Promise<void> {
    const { args, flags } = await this.read(TaskShow)
    const { store, dates } = await this.open(flags)
    const task = await findTask(store, args.task)
    const around = this.terminal.json ? undefined : await surroundingsOf(store, task)
    this.print(task, taskWords(task, dates.zone, around))
  }
}
