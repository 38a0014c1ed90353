import { Session } from '@goalixa/contracts/sessions'
import { Args } from '@oclif/core'
import { findSession } from '../../../find-rows.ts'
import { changing } from '../../../flags.ts'
import { GoalixaCommand } from '../../../goalixa-command.ts'
import { safeLine } from '../../../output/safe-text.ts'

export default class AuthSessionsRevoke extends GoalixaCommand {
  static override summary = 'Sign out another device; it stops working at once'
  static override examples = ['<%= config.bin %> auth sessions revoke 3f2a9']
  static override args = {
    session: Args.string({
      description: 'the name of the device, its id, or the end of its id',
      required: true,
      ignoreStdin: true,
    }),
  }
  static override flags = { ...changing }
  static override readonly output = Session

  override async run(): Promise<void> {
    const { args, flags } = await this.read(AuthSessionsRevoke)
    const { store } = await this.open()
    const session = await findSession(store, args.session)
    await this.change({
      would: 'sessions.revoke',
      input: { id: session.id },
      flags,
      doubts: session.current ? ['This is the sign-in that you use now'] : [],
      run: () => store.sessions.revoke(session.id).then(() => session),
      words: () => `Signed out "${safeLine(session.device)}"`,
    })
  }
}
