import { Flags } from '@oclif/core'
import * as z from 'zod'
import { askLine } from '../../ask.ts'
import { typedPassword } from '../../credentials.ts'
import { UsageError } from '../../failure.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { readSecretLines } from '../../standard-input.ts'

export default class AuthReset extends GoalixaCommand {
  static override summary = 'Set a new password with the code of the mail; all sessions end'
  static override examples = [
    '<%= config.bin %> auth reset',
    'printf "%s\\n" "$CODE" "$NEW" | <%= config.bin %> auth reset --password-stdin',
  ]
  static override flags = {
    'password-stdin': Flags.boolean({
      description: 'read two lines from standard input: the code of the mail and the new password',
    }),
  }
  static override readonly output = z.object({ changed: z.literal(true), apiUrl: z.string() })

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthReset)
    if (!this.terminal.interactive && !flags['password-stdin'])
      throw new UsageError('--password-stdin is missing', 'pipe in the code of the mail and the new password')
    const { store, apiUrl } = await this.open()
    const [token, password] = flags['password-stdin']
      ? await readSecretLines(['the code of the mail', 'the new password'])
      : [await askLine('Code of the mail:'), await typedPassword(true, 'New password:')]
    await store.accounts.resetPassword({ token, password })
    this.print({ changed: true, apiUrl }, 'Your password is set. Sign in with goalixa auth login')
  }
}
