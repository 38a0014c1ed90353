import { routes } from '@goalixa/contracts/routes'
import { zone } from '../../../flags.ts'
import { GoalixaCommand } from '../../../goalixa-command.ts'
import { tokenTable } from '../../../output/tokens.ts'

export default class AuthTokenList extends GoalixaCommand {
  static override summary = 'List personal access tokens'
  static override flags = { zone }
  static override readonly output = routes.tokens.list.response

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthTokenList)
    const { store, dates } = await this.open(flags)
    const tokens = await store.tokens.list()
    this.print(tokens, tokenTable(tokens.items, dates.zone, this.terminal))
  }
}
