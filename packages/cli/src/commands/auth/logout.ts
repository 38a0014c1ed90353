import * as z from 'zod'
import { exit } from '../../exit-codes.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'

export default class AuthLogout extends GoalixaCommand {
  static override summary = 'Sign out here and end the session'
  static override readonly output = z.object({ signedOut: z.boolean(), apiUrl: z.string() })

  override async run(): Promise<void> {
    await this.read(AuthLogout)
    const { store, sessions, apiUrl, environment } = await this.open()
    const signedOut = (await sessions.read()) !== undefined
    if (signedOut) {
      const { told } = await store.accounts.logout()
      if (!told) this.terminal.say('The server could not be told: the session there ends by itself.')
    } else {
      process.exitCode = exit.nothing
    }
    if (environment.token !== undefined) this.terminal.say('GOALIXA_TOKEN is still set.')
    this.print({ signedOut, apiUrl }, signedOut ? `Signed out of ${apiUrl}` : 'You were not signed in.')
  }
}
