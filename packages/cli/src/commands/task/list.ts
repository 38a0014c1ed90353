import { routes } from '@goalixa/contracts/routes'
import { TaskStatus } from '@goalixa/contracts/tasks'
import { Flags } from '@oclif/core'
import { label, paging, project, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { moreWords } from '../../output/pages.ts'
import { taskTable } from '../../output/tasks.ts'

export default class TaskList extends GoalixaCommand {
  static override summary = 'List tasks, newest first; open ones unless said'
  static override flags = {
    status: Flags.option({
      description: 'which; may be given several times',
      options: [...TaskStatus.options, 'all'] as const,
      multiple: true,
      multipleNonGreedy: true,
    })(),
    project,
    label,
    zone,
    ...paging,
  }
  static override readonly output = routes.tasks.list.response

  override async run(): Promise<void> {
    const { flags } = await this.read(TaskList)
    const { store, dates } = await this.open(flags)
    const wanted = flags.status ?? ['open']
    const page = await store.tasks.list({
      status: wanted.includes('all') ? undefined : wanted.filter((status) => status !== 'all'),
      project: flags.project,
      label: flags.label,
      limit: flags.limit,
      cursor: flags.cursor,
    })
    this.print(page, taskTable(page, dates.zone, this.terminal))
    this.terminal.say(moreWords(page))
  }
}
