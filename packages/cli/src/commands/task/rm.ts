import { Task } from '@goalixa/contracts/tasks'
import * as z from 'zod'
import { BulkDocument, changeOfTasks, chosenTasks, isBulk } from '../../bulk.ts'
import { choosing } from '../../filter-args.ts'
import { findTask } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { taskLine } from '../../output/tasks.ts'
import { safeLine } from '../../output/safe-text.ts'
import { taskOrFilter } from '../../row-args.ts'

export default class TaskRm extends GoalixaCommand {
  static override summary = 'Remove a task, or all that fit a filter; their time stays in reports'
  static override usage = 'task rm TASK | --filter FILTER'
  static override examples = [
    '<%= config.bin %> task rm 3f2a9 --yes',
    '<%= config.bin %> task rm "write report" --dry-run',
    '<%= config.bin %> task rm --filter "priority:high" --dry-run',
  ]
  static override args = taskOrFilter
  static override flags = { ...choosing, ...changing }
  static override readonly output = z.union([Task, BulkDocument])

  override async run(): Promise<void> {
    const { args, flags } = await this.read(TaskRm)
    const wiring = await this.open()
    const { store } = wiring
    if (isBulk(args.task, flags, 'task')) {
      const tasks = await chosenTasks(wiring, flags, this.terminal)
      const asked = { wiring, terminal: this.terminal, flags }
      return this.change(changeOfTasks(tasks, { verb: 'delete' }, asked))
    }
    const task = await findTask(store, args.task!)
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
