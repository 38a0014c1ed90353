import { Flags } from '@oclif/core'
import * as z from 'zod'
import { askPassword } from '../../ask.ts'
import { typedPassword } from '../../credentials.ts'
import { UsageError } from '../../failure.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { readSecretLines } from '../../standard-input.ts'

export default class AuthPassword extends GoalixaCommand {
  static override summary = 'Change your password; other sessions end'
  static override examples = [
    '<%= config.bin %> auth password',
    'printf "%s\\n" "$OLD" "$NEW" | <%= config.bin %> auth password --password-stdin',
  ]
  static override flags = {
    'password-stdin': Flags.boolean({
      description: 'read two lines from standard input: the current password and the new one',
    }),
  }
  static override readonly output = z.object({ changed: z.literal(true), apiUrl: z.string() })

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthPassword)
    if (!this.terminal.interactive && !flags['password-stdin'])
      throw new UsageError('--password-stdin is missing', 'pipe in the current and the new password')
    const { store, apiUrl } = await this.open()
    const [currentPassword, password] = flags['password-stdin']
      ? await readSecretLines(['the current password', 'the new password'])
      : [await askPassword('Current password:'), await typedPassword(true, 'New password:')]
    await store.accounts.changePassword({ currentPassword, password })
    this.print({ changed: true, apiUrl }, 'Your password is changed. Other sessions have ended.')
  }
}
