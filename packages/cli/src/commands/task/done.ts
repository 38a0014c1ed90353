import { Task } from '@goalixa/contracts/tasks'
import * as z from 'zod'
import { BulkDocument, changeOfTasks, chosenTasks, isBulk } from '../../bulk.ts'
import { choosing } from '../../filter-args.ts'
import { findTask } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { nextLine, taskLine } from '../../output/tasks.ts'
import { taskOrFilter } from '../../row-args.ts'

export default class TaskDone extends GoalixaCommand {
  static override summary = 'Complete a task, or all that fit a filter; stops their timer'
  static override usage = 'task done TASK | --filter FILTER'
  static override description =
    'A task that comes back does so at once: the next one is made with the day on which it is due.'
  static override examples = [
    '<%= config.bin %> task done "pay rent"',
    '<%= config.bin %> task done 3f2a9 --dry-run',
    '<%= config.bin %> task done --filter "project:Thesis +deep" --dry-run',
  ]
  static override args = taskOrFilter
  static override flags = { ...choosing, ...changing }
  static override readonly output = z.union([Task, BulkDocument])

  override async run(): Promise<void> {
    const { args, flags } = await this.read(TaskDone)
    const wiring = await this.open()
    const { store, dates } = wiring
    if (isBulk(args.task, flags, 'task')) {
      const tasks = await chosenTasks(wiring, flags, this.terminal)
      const asked = { wiring, terminal: this.terminal, flags }
      return this.change(changeOfTasks(tasks, { verb: 'done' }, asked))
    }
    const { id } = await findTask(store, args.task!)
    let next: Task | undefined
    await this.change({
      would: 'tasks.done',
      input: { id },
      flags,
      run: async () => {
        const task = await store.tasks.done(id)
        const following =
          task.recurrence === null ? undefined : await store.tasks.list({ previous: id, limit: 1 })
        next = following?.items[0]
        return task
      },
      words: (task) =>
        [taskLine('Done:', task), ...(next === undefined ? [] : [nextLine(next, dates.zone)])].join('\n'),
    })
  }
}
