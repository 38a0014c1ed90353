import { Habit } from '@goalixa/contracts/habits'
import { findHabit } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { habitLine } from '../../output/habits.ts'
import { habitArgs } from '../../row-args.ts'
import { weekAsked } from '../../weeks.ts'

export default class HabitArchive extends GoalixaCommand {
  static override summary = 'Archive a habit, so that lists leave it out; its days stay'
  static override examples = [
    '<%= config.bin %> habit archive read',
    '<%= config.bin %> habit archive read --dry-run',
  ]
  static override args = habitArgs
  static override flags = { ...changing }
  static override readonly output = Habit

  override async run(): Promise<void> {
    const { args, flags } = await this.read(HabitArchive)
    const { store, config, dates } = await this.open()
    const asked = weekAsked(dates, config)
    const { id } = await findHabit(store, args.habit, asked)
    await this.change({
      would: 'habits.update',
      input: { id, archived: true },
      flags,
      run: () => store.habits.update(id, { archived: true }, asked),
      words: (habit) => habitLine('Archived', habit),
    })
  }
}
