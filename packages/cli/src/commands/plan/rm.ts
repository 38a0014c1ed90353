import { DailyTodo } from '@goalixa/contracts/planner'
import { findTodo } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { todoLine } from '../../output/planner.ts'
import { safeLine } from '../../output/safe-text.ts'
import { onDay, plannedDay } from '../../planner-days.ts'
import { todoArgs } from '../../row-args.ts'

export default class PlanRm extends GoalixaCommand {
  static override summary = 'Remove a to-do'
  static override usage = 'plan rm TODO [--on DATE]'
  static override examples = ['<%= config.bin %> plan rm 2', '<%= config.bin %> plan rm "pack the bag" --yes']
  static override args = todoArgs
  static override flags = { on: onDay, zone, ...changing }
  static override readonly output = DailyTodo

  override async run(): Promise<void> {
    const { args, flags } = await this.read(PlanRm)
    const { store, dates } = await this.open(flags)
    const todo = await findTodo(store, args.todo, { date: plannedDay(flags.on, dates), zone: dates.zone })
    await this.change({
      would: 'planner.deleteTodo',
      input: { id: todo.id },
      flags,
      doubts: [`This removes the to-do "${safeLine(todo.title)}" of ${todo.logDate}`],
      run: () => store.planner.deleteTodo(todo.id).then(() => todo),
      words: () => todoLine('Removed', todo),
    })
  }
}
