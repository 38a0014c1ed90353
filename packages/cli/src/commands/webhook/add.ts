import { CreatedWebhook } from '@goalixa/contracts/webhooks'
import { Args } from '@oclif/core'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'

export default class WebhookAdd extends GoalixaCommand {
  static override summary = 'Have an address told what changes, from now on'
  static override description =
    'Each delivery says which rows changed and how, in the form of https://www.standardwebhooks.com, and not what they say. Standard output holds the secret alone, with which the receiver checks that a delivery is from here; it is shown only now. What fails is tried again for five days.'
  static override examples = [
    '<%= config.bin %> webhook add board https://board.example/goalixa',
    '<%= config.bin %> webhook add board https://board.example/goalixa --dry-run',
  ]
  static override args = {
    name: Args.string({ description: 'what it is for', required: true, ignoreStdin: true }),
    url: Args.string({ description: 'where to', required: true, ignoreStdin: true }),
  }
  static override flags = { ...changing }
  static override readonly output = CreatedWebhook

  override async run(): Promise<void> {
    const { args, flags } = await this.read(WebhookAdd)
    const { store } = await this.open()
    const input = { name: args.name, url: args.url }
    await this.change({
      would: 'webhooks.create',
      input,
      flags,
      run: () => store.webhooks.create(input),
      words: ({ secret }) => {
        this.terminal.say('The receiver checks deliveries with this secret. It is not shown again.')
        return secret
      },
    })
  }
}
