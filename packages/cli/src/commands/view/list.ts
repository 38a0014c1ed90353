import { routes } from '@goalixa/contracts/routes'
import { SavedViewKind } from '@goalixa/contracts/saved-views'
import { Flags } from '@oclif/core'
import { paging } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { moreWords } from '../../output/pages.ts'
import { savedViewTable } from '../../output/saved-views.ts'

export default class ViewList extends GoalixaCommand {
  static override summary = 'List saved views by name'
  static override examples = ['<%= config.bin %> view list', '<%= config.bin %> view list --kind task --json']
  static override flags = {
    kind: Flags.option({ description: 'only those of one kind', options: SavedViewKind.options })(),
    ...paging,
  }
  static override readonly output = routes.savedViews.list.response

  override async run(): Promise<void> {
    const { flags } = await this.read(ViewList)
    const { store } = await this.open()
    const { kind, limit, cursor } = flags
    const page = await store.savedViews.list({ kind, limit, cursor })
    this.print(page, savedViewTable(page, this.terminal))
    this.terminal.say(moreWords(page))
  }
}
