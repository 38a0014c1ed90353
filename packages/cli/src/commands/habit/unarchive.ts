import { Habit } from '@goalixa/contracts/habits'
import { findHabit } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { habitLine } from '../../output/habits.ts'
import { habitArgs } from '../../row-args.ts'
import { weekAsked } from '../../weeks.ts'

export default class HabitUnarchive extends GoalixaCommand {
  static override summary = 'Take a habit out of the archive, so that lists have it again'
  static override examples = [
    '<%= config.bin %> habit unarchive read',
    '<%= config.bin %> habit unarchive read --dry-run',
  ]
  static override args = habitArgs
  static override flags = { ...changing }
  static override readonly output = Habit

  override async run(): Promise<void> {
    const { args, flags } = await this.read(HabitUnarchive)
    const { store, config, dates } = await this.open()
    const asked = weekAsked(dates, config)
    const { id } = await findHabit(store, args.habit, asked)
    await this.change({
      would: 'habits.update',
      input: { id, archived: false },
      flags,
      run: () => store.habits.update(id, { archived: false }, asked),
      words: (habit) => habitLine('Out of the archive:', habit),
    })
  }
}
