import { Task } from '@goalixa/contracts/tasks'
import { findTask } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { habitDate, on } from '../../habit-fields.ts'
import { checkLine } from '../../output/tasks.ts'
import { taskArgs } from '../../row-args.ts'

export default class TaskCheck extends GoalixaCommand {
  static override summary = 'Say that a task is done for today; tomorrow it is to be done again'
  static override examples = [
    '<%= config.bin %> task check "water the plants"',
    '<%= config.bin %> task check 3f2a9 --on yesterday',
  ]
  static override args = taskArgs
  static override flags = { on, zone, ...changing }
  static override readonly output = Task

  override async run(): Promise<void> {
    const { args, flags } = await this.read(TaskCheck)
    const { store, dates } = await this.open(flags)
    const date = habitDate(flags.on, dates)
    const { id } = await findTask(store, args.task)
    await this.change({
      would: 'tasks.check',
      input: { id, date },
      flags,
      run: () => store.tasks.check(id, date),
      words: (task) => checkLine('Checked', task, date),
    })
  }
}
