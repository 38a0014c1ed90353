import { DailyTodo } from '@goalixa/contracts/planner'
import { findTodo } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { todoLine } from '../../output/planner.ts'
import { onDay, plannedDay } from '../../planner-days.ts'
import { todoArgs } from '../../row-args.ts'

export default class PlanDone extends GoalixaCommand {
  static override summary = 'Mark a to-do as done'
  static override usage = 'plan done TODO [--on DATE]'
  static override examples = [
    '<%= config.bin %> plan done 1',
    '<%= config.bin %> plan done "pack the bag" --on friday',
  ]
  static override args = todoArgs
  static override flags = { on: onDay, zone, ...changing }
  static override readonly output = DailyTodo

  override async run(): Promise<void> {
    const { args, flags } = await this.read(PlanDone)
    const { store, dates } = await this.open(flags)
    const { id } = await findTodo(store, args.todo, { date: plannedDay(flags.on, dates), zone: dates.zone })
    await this.change({
      would: 'planner.doneTodo',
      input: { id },
      flags,
      run: () => store.planner.doneTodo(id),
      words: (todo) => todoLine('Done:', todo),
    })
  }
}
