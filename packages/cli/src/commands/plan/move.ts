import { DailyTodo } from '@goalixa/contracts/planner'
import { UsageError } from '../../failure.ts'
import { findTodo } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { todoLine } from '../../output/planner.ts'
import { onDay, plannedDay } from '../../planner-days.ts'
import { todoArgs } from '../../row-args.ts'

export default class PlanMove extends GoalixaCommand {
  static override summary = 'Move a to-do to another day'
  static override usage = 'plan move TODO DATE [--on DATE]'
  static override examples = [
    '<%= config.bin %> plan move 2 tomorrow',
    '<%= config.bin %> plan move "pack the bag" monday --on friday',
  ]
  static override strict = false
  static override args = todoArgs
  static override flags = { on: onDay, zone, ...changing }
  static override readonly output = DailyTodo

  override async run(): Promise<void> {
    const { args, flags, words } = await this.read(PlanMove)
    const { store, dates } = await this.open(flags)
    const to = words.slice(1).join(' ')
    if (to === '') throw new UsageError('Missing: DATE', 'goalixa plan move 1 tomorrow')
    const patch = { logDate: plannedDay(to, dates) }
    const { id } = await findTodo(store, args.todo, { date: plannedDay(flags.on, dates), zone: dates.zone })
    await this.change({
      would: 'planner.updateTodo',
      input: { id, ...patch },
      flags,
      run: () => store.planner.updateTodo(id, patch),
      words: (todo) => todoLine('Moved', todo),
    })
  }
}
