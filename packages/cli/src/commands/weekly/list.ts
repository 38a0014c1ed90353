import { routes } from '@goalixa/contracts/routes'
import { Flags } from '@oclif/core'
import { paging, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { moreWords } from '../../output/pages.ts'
import { weeklyGoalTable } from '../../output/weekly-goals.ts'
import { weekDay } from '../../weeks.ts'

export default class WeeklyList extends GoalixaCommand {
  static override summary = 'List weekly goals with how far they have come, latest week first'
  static override examples = ['<%= config.bin %> weekly list --week this']
  static override flags = {
    week: Flags.string({
      description: 'only of one week: this, next, last, 2026-W10, or any day of it',
      helpValue: 'WEEK',
    }),
    zone,
    ...paging,
  }
  static override readonly output = routes.weeklyGoals.list.response

  override async run(): Promise<void> {
    const { flags } = await this.read(WeeklyList)
    const { store, dates } = await this.open(flags)
    const page = await store.weeklyGoals.list({
      week: flags.week === undefined ? undefined : weekDay(flags.week, dates),
      zone: dates.zone,
      limit: flags.limit,
      cursor: flags.cursor,
    })
    this.print(page, weeklyGoalTable(page, this.terminal))
    this.terminal.say(moreWords(page))
  }
}
