import { Account } from '@goalixa/contracts/accounts'
import * as z from 'zod'
import { credentialFlags, readCredentials } from '../../credentials.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { safeLine } from '../../output/safe-text.ts'

export default class AuthRegister extends GoalixaCommand {
  static override summary = 'Make an account and sign in'
  static override examples = [
    '<%= config.bin %> auth register',
    'printf %s "$PASSWORD" | <%= config.bin %> auth register --email ada@example.org --password-stdin',
  ]
  static override flags = {
    ...credentialFlags,
    'device-name': { ...credentialFlags['device-name'], aliases: ['device'] },
  }
  static override readonly output = z.object({ account: Account.nullable(), apiUrl: z.string() })

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthRegister)
    const { store, apiUrl } = await this.open()
    const account = await store.accounts.register(await readCredentials(flags, this.terminal, true))
    if (account === undefined) {
      const words = 'Look into your mail: confirm the address with goalixa auth verify, then sign in.'
      return this.print({ account: null, apiUrl }, words)
    }
    this.print({ account, apiUrl }, `Welcome. Signed in to ${apiUrl} as ${safeLine(account.email)}`)
  }
}
