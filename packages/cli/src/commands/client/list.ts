import { routes } from '@goalixa/contracts/routes'
import { Flags } from '@oclif/core'
import { paging } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { moreWords } from '../../output/pages.ts'
import { clientTable } from '../../output/clients.ts'

export default class ClientList extends GoalixaCommand {
  static override summary = 'List clients by name'
  static override examples = ['<%= config.bin %> client list', '<%= config.bin %> client list --json']
  static override flags = {
    archived: Flags.boolean({ description: 'the archived ones instead', default: false }),
    ...paging,
  }
  static override readonly output = routes.clients.list.response

  override async run(): Promise<void> {
    const { flags } = await this.read(ClientList)
    const { store } = await this.open()
    const page = await store.clients.list({
      archived: String(flags.archived),
      limit: flags.limit,
      cursor: flags.cursor,
    })
    this.print(page, clientTable(page, this.terminal))
    this.terminal.say(moreWords(page))
  }
}
