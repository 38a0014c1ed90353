import { Task } from '@goalixa/contracts/tasks'
import { findTask } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { habitDate, on } from '../../habit-fields.ts'
import { checkLine } from '../../output/tasks.ts'
import { taskArgs } from '../../row-args.ts'

export default class TaskUncheck extends GoalixaCommand {
  static override summary = 'Take back that a task was done today, or on another day'
  static override examples = [
    '<%= config.bin %> task uncheck "water the plants"',
    '<%= config.bin %> task uncheck 3f2a9 --on yesterday',
  ]
  static override args = taskArgs
  static override flags = { on, zone, ...changing }
  static override readonly output = Task

  override async run(): Promise<void> {
    const { args, flags } = await this.read(TaskUncheck)
    const { store, dates } = await this.open(flags)
    const date = habitDate(flags.on, dates)
    const { id } = await findTask(store, args.task)
    await this.change({
      would: 'tasks.uncheck',
      input: { id, date },
      flags,
      run: () => store.tasks.uncheck(id, date),
      words: (task) => checkLine('Unchecked', task, date),
    })
  }
}
