import { Token } from '@goalixa/contracts/tokens'
import { Args } from '@oclif/core'
import { findToken } from '../../../find-rows.ts'
import { changing } from '../../../flags.ts'
import { GoalixaCommand } from '../../../goalixa-command.ts'
import { safeLine } from '../../../output/safe-text.ts'

export default class AuthTokenRevoke extends GoalixaCommand {
  static override summary = 'Revoke a personal access token; it stops working at once'
  static override examples = [
    '<%= config.bin %> auth token revoke backup',
    '<%= config.bin %> auth token revoke backup --yes',
  ]
  static override args = {
    token: Args.string({
      description: 'its name, its id, or the end of its id',
      required: true,
      ignoreStdin: true,
    }),
  }
  static override flags = { ...changing }
  static override readonly output = Token

  override async run(): Promise<void> {
    const { args, flags } = await this.read(AuthTokenRevoke)
    const { store } = await this.open()
    const token = await findToken(store, args.token)
    await this.change({
      would: 'tokens.revoke',
      input: { id: token.id },
      flags,
      run: () => store.tokens.revoke(token.id).then(() => token),
      words: () => `Revoked "${safeLine(token.name)}"`,
    })
  }
}
