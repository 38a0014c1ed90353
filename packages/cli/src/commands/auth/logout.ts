import * as z from 'zod'
import { Flags } from '@oclif/core'
import { exit } from '../../exit-codes.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'

export default class AuthLogout extends GoalixaCommand {
  static override summary = 'Sign out here and end the session'
  static override description =
    'What waits for the server is sent first; what cannot be sent is lost, so that needs a yes.'
  static override examples = ['<%= config.bin %> auth logout', '<%= config.bin %> auth logout --json']
  static override flags = { yes: Flags.boolean({ char: 'y', description: 'do it without asking' }) }
  static override readonly output = z.object({ signedOut: z.boolean(), apiUrl: z.string() })

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthLogout)
    const { store, sessions, apiUrl, environment } = await this.open()
    const signedOut = (await sessions.read()) !== undefined
    if (signedOut) {
      const unsent = await store.accounts.unsent()
      if (unsent > 0) await this.confirm(`${unsent} not yet sent to the server would be lost`, flags.yes)
      const { told } = await store.accounts.logout()
      if (!told) this.terminal.say('The server could not be told: the session there ends by itself.')
    } else {
      process.exitCode = exit.nothing
    }
    if (environment.token !== undefined) this.terminal.say('GOALIXA_TOKEN is still set.')
    this.print({ signedOut, apiUrl }, signedOut ? `Signed out of ${apiUrl}` : 'You were not signed in.')
  }
}
