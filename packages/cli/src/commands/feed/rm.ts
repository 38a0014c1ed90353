import { CalendarFeed } from '@goalixa/contracts/calendar-feeds'
import { Args } from '@oclif/core'
import { findCalendarFeed } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { safeLine } from '../../output/safe-text.ts'

export default class FeedRm extends GoalixaCommand {
  static override summary = 'Revoke a calendar feed; its address stops working at once'
  static override examples = ['<%= config.bin %> feed rm phone', '<%= config.bin %> feed rm phone --dry-run']
  static override args = {
    feed: Args.string({
      description: 'its name, its id, or the end of its id',
      required: true,
      ignoreStdin: true,
    }),
  }
  static override flags = { ...changing }
  static override readonly output = CalendarFeed

  override async run(): Promise<void> {
    const { args, flags } = await this.read(FeedRm)
    const { store } = await this.open()
    const feed = await findCalendarFeed(store, args.feed)
    await this.change({
      would: 'calendarFeeds.delete',
      input: { id: feed.id },
      flags,
      run: () => store.calendarFeeds.delete(feed.id).then(() => feed),
      words: () => `Revoked "${safeLine(feed.name)}"`,
    })
  }
}
