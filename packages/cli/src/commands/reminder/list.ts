import { routes } from '@goalixa/contracts/routes'
import { Flags } from '@oclif/core'
import { paging, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { moreWords } from '../../output/pages.ts'
import { reminderTable } from '../../output/reminders.ts'

export default class ReminderList extends GoalixaCommand {
  static override summary = 'List reminders, newest first'
  static override examples = ['<%= config.bin %> reminder list', '<%= config.bin %> reminder list --due']
  static override flags = {
    due: Flags.boolean({ description: 'only those that are due' }),
    zone,
    ...paging,
  }
  static override readonly output = routes.reminders.list.response

  override async run(): Promise<void> {
    const { flags } = await this.read(ReminderList)
    const { store, dates } = await this.open(flags)
    const page = await store.reminders.list({
      due: flags.due ? 'true' : undefined,
      limit: flags.limit,
      cursor: flags.cursor,
    })
    this.print(page, reminderTable(page, dates.zone, this.terminal))
    this.terminal.say(moreWords(page))
  }
}
