import { routes } from '@goalixa/contracts/routes'
import { Flags } from '@oclif/core'
import { paging } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { moreWords } from '../../output/pages.ts'
import { projectTable } from '../../output/projects.ts'

export default class ProjectList extends GoalixaCommand {
  static override summary = 'List projects by name'
  static override examples = [
    '<%= config.bin %> project list',
    '<%= config.bin %> project list --client Acme --json',
  ]
  static override flags = {
    client: Flags.string({ description: 'only those of a client', helpValue: 'NAME' }),
    archived: Flags.boolean({ description: 'the archived ones instead', default: false }),
    ...paging,
  }
  static override readonly output = routes.projects.list.response

  override async run(): Promise<void> {
    const { flags } = await this.read(ProjectList)
    const { store } = await this.open()
    const page = await store.projects.list({
      archived: String(flags.archived),
      client: flags.client,
      limit: flags.limit,
      cursor: flags.cursor,
    })
    this.print(page, projectTable(page, this.terminal))
    this.terminal.say(moreWords(page))
  }
}
