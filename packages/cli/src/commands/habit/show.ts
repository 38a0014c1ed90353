import { HabitHeatMap } from '@goalixa/contracts/habit-days'
import { Habit } from '@goalixa/contracts/habits'
import { findHabit } from '../../find-rows.ts'
import { zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { accessible } from '../../habit-fields.ts'
import { heatMapWords } from '../../output/habit-heat-map.ts'
import { habitWords } from '../../output/habits.ts'
import { habitArgs } from '../../row-args.ts'
import { weekAsked } from '../../weeks.ts'

export default class HabitShow extends GoalixaCommand {
  static override summary = 'Show a habit and its last 52 weeks, day by day'
  static override examples = [
    '<%= config.bin %> habit show read',
    '<%= config.bin %> habit show read --accessible',
  ]
  static override args = habitArgs
  static override flags = { accessible, zone }
  static override readonly output = Habit.extend({ heatMap: HabitHeatMap })

  override async run(): Promise<void> {
    const { args, flags } = await this.read(HabitShow)
    const { store, config, dates } = await this.open(flags)
    const asked = weekAsked(dates, config)
    const habit = await findHabit(store, args.habit, asked)
    const heatMap = await store.habits.heatMap(habit.id, asked)
    const words = [habitWords(habit, this.terminal), heatMapWords(heatMap, this.terminal, flags.accessible)]
    this.print({ ...habit, heatMap }, words.join('\n\n'))
  }
}
