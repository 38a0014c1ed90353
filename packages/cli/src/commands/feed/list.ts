import { routes } from '@goalixa/contracts/routes'
import { zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { calendarFeedTable } from '../../output/calendar-feeds.ts'

export default class FeedList extends GoalixaCommand {
  static override summary = 'List the calendar feeds'
  static override examples = ['<%= config.bin %> feed list', '<%= config.bin %> feed list --json']
  static override flags = { zone }
  static override readonly output = routes.calendarFeeds.list.response

  override async run(): Promise<void> {
    const { flags } = await this.read(FeedList)
    const { store, dates } = await this.open(flags)
    const feeds = await store.calendarFeeds.list()
    this.print(feeds, calendarFeedTable(feeds.items, dates.zone, this.terminal))
  }
}
