import { routes } from '@goalixa/contracts/routes'
import { Flags } from '@oclif/core'
import { paging, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { accessible } from '../../habit-fields.ts'
import { cellLegend, habitTable } from '../../output/habits.ts'
import { moreWords } from '../../output/pages.ts'
import { weekAsked } from '../../weeks.ts'

export default class HabitList extends GoalixaCommand {
  static override summary = 'List habits with today, streak, score and the last 14 days'
  static override examples = ['<%= config.bin %> habit list', '<%= config.bin %> habit list --archived']
  static override flags = {
    archived: Flags.boolean({ description: 'the archived ones instead', default: false }),
    accessible,
    zone,
    ...paging,
  }
  static override readonly output = routes.habits.list.response

  override async run(): Promise<void> {
    const { flags } = await this.read(HabitList)
    const { store, config, dates } = await this.open(flags)
    const page = await store.habits.list({
      ...weekAsked(dates, config),
      archived: String(flags.archived),
      limit: flags.limit,
      cursor: flags.cursor,
    })
    this.print(page, habitTable(page, this.terminal, flags.accessible))
    if (page.items.length > 0 && !this.terminal.json)
      this.terminal.say(cellLegend(this.terminal, flags.accessible))
    this.terminal.say(moreWords(page))
  }
}
