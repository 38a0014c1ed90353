import { Args } from '@oclif/core'
import * as z from 'zod'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { safeLine } from '../../output/safe-text.ts'
import { currentPasswordFlag, withStepUp } from '../../step-up.ts'

export default class AuthEmail extends GoalixaCommand {
  static override summary = 'Move your account to another e-mail address'
  static override description =
    'Where the server sends mail, the new address confirms it first and the old one is told.'
  static override examples = ['<%= config.bin %> auth email new@example.org']
  static override args = {
    email: Args.string({ description: 'the new address', required: true, ignoreStdin: true }),
  }
  static override flags = { ...currentPasswordFlag }
  static override readonly output = z.object({
    /** `asked`: it changes when the new address confirms. */
    state: z.enum(['changed', 'asked']),
    email: z.string(),
    apiUrl: z.string(),
  })

  override async run(): Promise<void> {
    const { args, flags } = await this.read(AuthEmail)
    const { store, apiUrl } = await this.open()
    const { email } = args
    const state = await withStepUp(flags, this.terminal, (given) =>
      store.accounts.changeEmail({ ...given, email }),
    )
    const words =
      state === 'changed'
        ? `You sign in as ${safeLine(email)} from now on.`
        : `A mail went to ${safeLine(email)}: confirm it with goalixa auth verify`
    this.print({ state, email, apiUrl }, words)
  }
}
