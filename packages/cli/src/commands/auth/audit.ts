import { routes } from '@goalixa/contracts/routes'
import { paging, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { auditTable } from '../../output/audit.ts'
import { moreWords } from '../../output/pages.ts'

export default class AuthAudit extends GoalixaCommand {
  static override summary = 'List what happened to this account: sign-ins, tokens, changes; newest first'
  static override examples = ['<%= config.bin %> auth audit', '<%= config.bin %> auth audit --json']
  static override flags = { ...paging, zone }
  static override readonly output = routes.audit.list.response

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthAudit)
    const { store, dates } = await this.open(flags)
    const page = await store.audit.list({ limit: flags.limit, cursor: flags.cursor })
    this.print(page, auditTable(page.items, dates.zone, this.terminal))
    this.terminal.say(moreWords(page))
  }
}
