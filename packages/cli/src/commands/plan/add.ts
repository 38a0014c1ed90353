import { DailyTodo } from '@goalixa/contracts/planner'
import { UsageError } from '../../failure.ts'
import { findTask } from '../../find-rows.ts'
import { changing, task, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { todoLine } from '../../output/planner.ts'
import { onDay, plannedDay } from '../../planner-days.ts'

export default class PlanAdd extends GoalixaCommand {
  static override summary = 'Add a to-do to a day'
  static override usage = 'plan add TITLE... [--on DATE] [--task TASK]'
  static override examples = [
    '<%= config.bin %> plan add "read chapter two"',
    '<%= config.bin %> plan add "pack the bag" --on friday',
  ]
  static override strict = false
  static override flags = { on: onDay, task, zone, ...changing }
  static override readonly output = DailyTodo

  override async run(): Promise<void> {
    const { flags, words, verbatim = [] } = await this.read(PlanAdd)
    const { store, dates } = await this.open(flags)
    const title = [...words, ...verbatim].join(' ').trim()
    if (title === '') throw new UsageError('Missing: TITLE', 'goalixa plan add "what is to be done"')
    const input = {
      title,
      logDate: plannedDay(flags.on, dates),
      ...(flags.task === undefined ? {} : { taskId: (await findTask(store, flags.task)).id }),
    }
    await this.change({
      would: 'planner.createTodo',
      input,
      flags,
      run: () => store.planner.createTodo(input, { zone: dates.zone }),
      words: (todo) => todoLine('Added', todo),
    })
  }
}
