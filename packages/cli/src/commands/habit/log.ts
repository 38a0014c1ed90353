import { routes } from '@goalixa/contracts/routes'
import { Flags } from '@oclif/core'
import { findHabit } from '../../find-rows.ts'
import { paging, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { habitLogTable } from '../../output/habits.ts'
import { moreWords } from '../../output/pages.ts'
import { daysOf } from '../../moments.ts'
import { habitArgs } from '../../row-args.ts'
import { weekAsked } from '../../weeks.ts'

export default class HabitLog extends GoalixaCommand {
  static override summary = 'List what was said of the days of a habit, latest first'
  static override description = 'Days that were done by tracked time alone are not here: see habit show.'
  static override examples = [
    '<%= config.bin %> habit log read',
    '<%= config.bin %> habit history read --from 2026-03-01 --to 2026-04-01',
  ]
  static override aliases = ['habit:history']
  static override args = habitArgs
  static override flags = {
    from: Flags.string({ description: 'first day', helpValue: 'DATE' }),
    to: Flags.string({ description: 'the day after the last', helpValue: 'DATE' }),
    zone,
    ...paging,
  }
  static override readonly output = routes.habits.logs.response

  override async run(): Promise<void> {
    const { args, flags } = await this.read(HabitLog)
    const { store, config, dates } = await this.open(flags)
    const habit = await findHabit(store, args.habit, weekAsked(dates, config))
    const isBounded = (flags.from ?? flags.to) !== undefined
    const page = await store.habits.logs(habit.id, {
      ...(isBounded ? daysOf('', flags, dates) : {}),
      limit: flags.limit,
      cursor: flags.cursor,
    })
    this.print(page, habitLogTable(page, habit, this.terminal))
    this.terminal.say(moreWords(page))
  }
}
