import { CreatedCalendarFeed } from '@goalixa/contracts/calendar-feeds'
import { Args } from '@oclif/core'
import * as z from 'zod'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'

export default class FeedAdd extends GoalixaCommand {
  static override summary = 'Make an address at which a calendar program reads your time entries'
  static override description =
    'It shows the entries of the last 90 days and nothing else. Whoever has the address reads it, so it is shown only now; standard output holds it alone.'
  static override examples = [
    '<%= config.bin %> feed add phone',
    '<%= config.bin %> feed add phone --dry-run',
  ]
  static override args = {
    name: Args.string({ description: 'who reads it', required: true, ignoreStdin: true }),
  }
  static override flags = { ...changing }
  static override readonly output = CreatedCalendarFeed.extend({ url: z.string() })

  override async run(): Promise<void> {
    const { args, flags } = await this.read(FeedAdd)
    const { store, apiUrl } = await this.open()
    const input = { name: args.name }
    await this.change({
      would: 'calendarFeeds.create',
      input,
      flags,
      run: async () => {
        const feed = await store.calendarFeeds.create(input)
        return { ...feed, url: `${apiUrl}${feed.path}` }
      },
      words: ({ url }) => {
        this.terminal.say('Whoever has this address reads your time entries. It is not shown again.')
        return url
      },
    })
  }
}
