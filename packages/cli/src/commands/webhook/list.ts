import { routes } from '@goalixa/contracts/routes'
import { zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { webhookTable } from '../../output/webhooks.ts'

export default class WebhookList extends GoalixaCommand {
  static override summary = 'List the webhooks, and how the last delivery went'
  static override examples = ['<%= config.bin %> webhook list', '<%= config.bin %> webhook list --json']
  static override flags = { zone }
  static override readonly output = routes.webhooks.list.response

  override async run(): Promise<void> {
    const { flags } = await this.read(WebhookList)
    const { store, dates } = await this.open(flags)
    const webhooks = await store.webhooks.list()
    this.print(webhooks, webhookTable(webhooks.items, dates.zone, this.terminal))
  }
}
