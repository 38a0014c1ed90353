import { Account } from '@goalixa/contracts/accounts'
import { AppError } from '@goalixa/contracts/errors'
import * as z from 'zod'
import { exit } from '../../exit-codes.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { safeLine } from '../../output/safe-text.ts'

export default class AuthStatus extends GoalixaCommand {
  static override summary = 'Show who is signed in; exits with 4 when nobody is'
  static override examples = ['<%= config.bin %> auth status', '<%= config.bin %> auth status --json']
  static override readonly output = z.object({
    signedIn: z.boolean(),
    apiUrl: z.string(),
    account: Account.nullable(),
    /** `token` is GOALIXA_TOKEN. */
    via: z.enum(['session', 'token']).nullable(),
  })

  override async run(): Promise<void> {
    await this.read(AuthStatus)
    const { store, apiUrl, environment } = await this.open()
    const account = await store.accounts.me().catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'auth.required') return null
      throw error
    })
    if (account === null) {
      process.exitCode = exit.signIn
      return this.print(
        { signedIn: false, apiUrl, account, via: null },
        `Not signed in to ${apiUrl}\ntry: goalixa auth login`,
      )
    }
    const via = environment.token === undefined ? 'session' : 'token'
    const how = via === 'token' ? ' with GOALIXA_TOKEN' : ''
    this.print(
      { signedIn: true, apiUrl, account, via },
      `Signed in to ${apiUrl} as ${safeLine(account.email)}${how}`,
    )
  }
}
