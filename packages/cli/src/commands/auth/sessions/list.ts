import { routes } from '@goalixa/contracts/routes'
import { zone } from '../../../flags.ts'
import { GoalixaCommand } from '../../../goalixa-command.ts'
import { sessionTable } from '../../../output/sessions.ts'

export default class AuthSessionsList extends GoalixaCommand {
  static override summary = 'List where this account is signed in'
  static override examples = [
    '<%= config.bin %> auth sessions list',
    '<%= config.bin %> auth sessions list --json',
  ]
  static override flags = { zone }
  static override readonly output = routes.sessions.list.response

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthSessionsList)
    const { store, dates } = await this.open(flags)
    const sessions = await store.sessions.list()
    this.print(sessions, sessionTable(sessions.items, dates.zone, this.terminal))
  }
}
