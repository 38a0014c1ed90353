import { scopes } from '@goalixa/contracts/route'
import { CreatedToken } from '@goalixa/contracts/tokens'
import { Flags } from '@oclif/core'
import { GoalixaCommand } from '../../../goalixa-command.ts'
import { dayText } from '../../../output/times.ts'

export default class AuthTokenCreate extends GoalixaCommand {
  static override summary = 'Make a personal access token; it is shown only now'
  static override description = 'Scripts use it as GOALIXA_TOKEN. Standard output holds the token alone.'
  static override examples = [
    '<%= config.bin %> auth token create --name backup --scope read --expires-in-days 30',
  ]
  static override flags = {
    name: Flags.string({ description: 'what it is for', required: true, helpValue: 'NAME' }),
    scope: Flags.option({
      description: 'what it may do; may be given several times; read and write unless said',
      helpValue: 'SCOPE',
      options: scopes,
      multiple: true,
      multipleNonGreedy: true,
    })(),
    'expires-in-days': Flags.integer({
      description: 'days until it ends, 1 to 366; 90 unless said',
      min: 1,
      max: 366,
      helpValue: 'N',
    }),
  }
  static override readonly output = CreatedToken

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthTokenCreate)
    const { store, dates } = await this.open()
    const created = await store.tokens.create({
      name: flags.name,
      scopes: flags.scope,
      expiresInDays: flags['expires-in-days'],
    })
    this.terminal.say(
      `It may ${created.scopes.join(', ')} until ${dayText(created.expiresAt, dates.zone)}. Keep it now: it is not shown again.`,
    )
    this.print(created, created.token)
  }
}
