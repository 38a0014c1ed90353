import { routes } from '@goalixa/contracts/routes'
import { Flags } from '@oclif/core'
import { paging } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { moreWords } from '../../output/pages.ts'
import { labelTable } from '../../output/labels.ts'

export default class LabelList extends GoalixaCommand {
  static override summary = 'List labels by name'
  static override examples = ['<%= config.bin %> label list', '<%= config.bin %> label list --json']
  static override flags = {
    archived: Flags.boolean({ description: 'the archived ones instead', default: false }),
    ...paging,
  }
  static override readonly output = routes.labels.list.response

  override async run(): Promise<void> {
    const { flags } = await this.read(LabelList)
    const { store } = await this.open()
    const page = await store.labels.list({
      archived: String(flags.archived),
      limit: flags.limit,
      cursor: flags.cursor,
    })
    this.print(page, labelTable(page, this.terminal))
    this.terminal.say(moreWords(page))
  }
}
