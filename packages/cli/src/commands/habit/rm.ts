import { Habit } from '@goalixa/contracts/habits'
import { findHabit } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { habitLine } from '../../output/habits.ts'
import { safeLine } from '../../output/safe-text.ts'
import { habitArgs } from '../../row-args.ts'
import { weekAsked } from '../../weeks.ts'

export default class HabitRm extends GoalixaCommand {
  static override summary = 'Remove a habit with its days; tracked time stays'
  static override examples = [
    '<%= config.bin %> habit rm read --yes',
    '<%= config.bin %> habit rm read --dry-run',
  ]
  static override args = habitArgs
  static override flags = { ...changing }
  static override readonly output = Habit

  override async run(): Promise<void> {
    const { args, flags } = await this.read(HabitRm)
    const { store, config, dates } = await this.open()
    const habit = await findHabit(store, args.habit, weekAsked(dates, config))
    await this.change({
      would: 'habits.delete',
      input: { id: habit.id },
      flags,
      doubts: [`This removes the habit "${safeLine(habit.name)}" and what was said of its days`],
      run: () => store.habits.delete(habit.id).then(() => habit),
      words: () => habitLine('Removed', habit),
    })
  }
}
