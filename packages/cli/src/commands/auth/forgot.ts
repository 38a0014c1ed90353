import { Flags } from '@oclif/core'
import * as z from 'zod'
import { askLine } from '../../ask.ts'
import { UsageError } from '../../failure.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'

export default class AuthForgot extends GoalixaCommand {
  static override summary = 'Ask for a mail to set a new password'
  static override description =
    'The answer is the same for every address. A server without mail writes it to a file in its data folder.'
  static override examples = ['<%= config.bin %> auth forgot --email ada@example.org']
  static override flags = {
    email: Flags.string({ description: 'the e-mail address of the account', helpValue: 'EMAIL' }),
  }
  static override readonly output = z.object({ mail: z.literal('sent'), apiUrl: z.string() })

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthForgot)
    if (!this.terminal.interactive && flags.email === undefined)
      throw new UsageError('--email is missing', 'add --email EMAIL')
    const { store, apiUrl } = await this.open()
    await store.accounts.forgotPassword(flags.email ?? (await askLine('E-mail:')))
    const words = 'If there is an account with this address, a mail is on its way. Then: goalixa auth reset'
    this.print({ mail: 'sent', apiUrl }, words)
  }
}
