import { DailyTodo } from '@goalixa/contracts/planner'
import { findTodo } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { todoLine } from '../../output/planner.ts'
import { onDay, plannedDay } from '../../planner-days.ts'
import { todoArgs } from '../../row-args.ts'

export default class PlanReopen extends GoalixaCommand {
  static override summary = 'Mark a to-do as not done'
  static override usage = 'plan reopen TODO [--on DATE]'
  static override examples = [
    '<%= config.bin %> plan reopen 1',
    '<%= config.bin %> plan reopen "pack the bag" --on friday',
  ]
  static override args = todoArgs
  static override flags = { on: onDay, zone, ...changing }
  static override readonly output = DailyTodo

  override async run(): Promise<void> {
    const { args, flags } = await this.read(PlanReopen)
    const { store, dates } = await this.open(flags)
    const { id } = await findTodo(store, args.todo, { date: plannedDay(flags.on, dates), zone: dates.zone })
    await this.change({
      would: 'planner.reopenTodo',
      input: { id },
      flags,
      run: () => store.planner.reopenTodo(id),
      words: (todo) => todoLine('Reopened', todo),
    })
  }
}
