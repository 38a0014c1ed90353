import { Webhook } from '@goalixa/contracts/webhooks'
import { Args } from '@oclif/core'
import { findWebhook } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { safeLine } from '../../output/safe-text.ts'

export default class WebhookRm extends GoalixaCommand {
  static override summary = 'Remove a webhook'
  static override examples = [
    '<%= config.bin %> webhook rm board',
    '<%= config.bin %> webhook rm board --dry-run',
  ]
  static override args = {
    webhook: Args.string({
      description: 'its name, its id, or the end of its id',
      required: true,
      ignoreStdin: true,
    }),
  }
  static override flags = { ...changing }
  static override readonly output = Webhook

  override async run(): Promise<void> {
    const { args, flags } = await this.read(WebhookRm)
    const { store } = await this.open()
    const webhook = await findWebhook(store, args.webhook)
    await this.change({
      would: 'webhooks.delete',
      input: { id: webhook.id },
      flags,
      run: () => store.webhooks.delete(webhook.id).then(() => webhook),
      words: () => `Removed "${safeLine(webhook.name)}"`,
    })
  }
}
