import { Account } from '@goalixa/contracts/accounts'
import * as z from 'zod'
import { credentialFlags, readCredentials } from '../../credentials.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { safeLine } from '../../output/safe-text.ts'

export default class AuthLogin extends GoalixaCommand {
  static override summary = 'Sign in'
  static override examples = [
    '<%= config.bin %> auth login',
    '<%= config.bin %> auth login --email ada@example.org --password-stdin < password.txt',
  ]
  static override flags = { ...credentialFlags }
  static override readonly output = z.object({ account: Account, apiUrl: z.string() })

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthLogin)
    const { store, apiUrl } = await this.open()
    const account = await store.accounts.login(await readCredentials(flags, this.terminal))
    this.print({ account, apiUrl }, `Signed in to ${apiUrl} as ${safeLine(account.email)}`)
  }
}
