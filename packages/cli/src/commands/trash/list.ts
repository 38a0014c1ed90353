import { TrashTable, trashRoutes } from '@goalixa/contracts/trash'
import { Flags } from '@oclif/core'
import { paging, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { moreWords } from '../../output/pages.ts'
import { trashTable } from '../../output/trash.ts'

export default class TrashList extends GoalixaCommand {
  static override summary = 'List what was removed, the last first'
  static override examples = [
    '<%= config.bin %> trash list',
    '<%= config.bin %> trash list --what tasks --json',
  ]
  static override flags = {
    what: Flags.option({
      description: 'only what is of this kind; may be given several times',
      options: TrashTable.options,
      multiple: true,
      multipleNonGreedy: true,
    })(),
    zone,
    ...paging,
  }
  static override readonly output = trashRoutes.list.response

  override async run(): Promise<void> {
    const { flags } = await this.read(TrashList)
    const { store, dates } = await this.open(flags)
    const page = await store.trash.list({ table: flags.what, limit: flags.limit, cursor: flags.cursor })
    this.print(page, trashTable(page.items, dates.zone, this.terminal))
    this.terminal.say(moreWords(page))
  }
}
