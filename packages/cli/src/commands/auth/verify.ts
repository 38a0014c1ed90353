import { Flags } from '@oclif/core'
import * as z from 'zod'
import { askLine } from '../../ask.ts'
import { UsageError } from '../../failure.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { readSecretLines } from '../../standard-input.ts'

export default class AuthVerify extends GoalixaCommand {
  static override summary = 'Confirm an e-mail address with the code of the mail'
  static override examples = [
    '<%= config.bin %> auth verify',
    '<%= config.bin %> auth verify --resend --email ada@example.org',
  ]
  static override flags = {
    'code-stdin': Flags.boolean({ description: 'read the code from standard input' }),
    resend: Flags.boolean({ description: 'ask for another mail', dependsOn: ['email'] }),
    email: Flags.string({
      description: 'where another mail goes',
      helpValue: 'EMAIL',
      dependsOn: ['resend'],
    }),
  }
  static override readonly output = z.object({
    state: z.enum(['confirmed', 'mail_sent']),
    apiUrl: z.string(),
  })

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthVerify)
    const { store, apiUrl } = await this.open()
    if (flags.resend && flags.email !== undefined) {
      await store.accounts.resendEmail(flags.email)
      const words = 'If this address waits to be confirmed, another mail is on its way.'
      return this.print({ state: 'mail_sent', apiUrl }, words)
    }
    if (!this.terminal.interactive && !flags['code-stdin'])
      throw new UsageError('--code-stdin is missing', 'pipe in the code of the mail')
    const [code] = flags['code-stdin']
      ? await readSecretLines(['the code of the mail'])
      : [await askLine('Code of the mail:')]
    await store.accounts.verifyEmail(code)
    this.print({ state: 'confirmed', apiUrl }, 'The address is confirmed.')
  }
}
