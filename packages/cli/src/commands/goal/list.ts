import { routes } from '@goalixa/contracts/routes'
import { Flags } from '@oclif/core'
import { paging, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { goalTable } from '../../output/goals.ts'
import { moreWords } from '../../output/pages.ts'

export default class GoalList extends GoalixaCommand {
  static override summary = 'List goals with how far they have come; without those in the archive'
  static override examples = ['<%= config.bin %> goal list', '<%= config.bin %> goal list --archived --json']
  static override flags = {
    archived: Flags.boolean({ description: 'those in the archive instead', exclusive: ['all'] }),
    all: Flags.boolean({ description: 'those in the archive, too' }),
    zone,
    ...paging,
  }
  static override readonly output = routes.goals.list.response

  override async run(): Promise<void> {
    const { flags } = await this.read(GoalList)
    const { store, dates } = await this.open(flags)
    const page = await store.goals.list({
      archived: flags.all ? undefined : flags.archived ? 'true' : 'false',
      zone: dates.zone,
      limit: flags.limit,
      cursor: flags.cursor,
    })
    this.print(page, goalTable(page, this.terminal))
    this.terminal.say(moreWords(page))
  }
}
