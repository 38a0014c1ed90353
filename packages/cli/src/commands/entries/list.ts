import { routes } from '@goalixa/contracts/routes'
import { Flags } from '@oclif/core'
import { findTask } from '../../find-rows.ts'
import { daysAndFilter, allOf, filter, filterHelp, filterOfView, pointing, view } from '../../filter-args.ts'
import { label, paging, project, task, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { boundsOf } from '../../moments.ts'
import { moreWords } from '../../output/pages.ts'
import { entryTable } from '../../output/time-entries.ts'

export default class EntriesList extends GoalixaCommand {
  static override summary = 'List time entries, latest start first'
  static override aliases = ['list']
  static override description = filterHelp(
    'project: start: end: created: duration: billable: source: running',
  )
  static override usage = '<%= command.id %> [DAYS...] [FILTER...] [--from TIME] [--to TIME]'
  static override examples = [
    '<%= config.bin %> entries list yesterday',
    '<%= config.bin %> entries list --from 2026-03-01 --to 2026-04-01 -l deep',
    '<%= config.bin %> entries list last week "project:ops duration>30m"',
  ]
  static override strict = false
  static override flags = {
    from: Flags.string({
      description: 'entries that touch this time or later; a date or an instant',
      helpValue: 'TIME',
    }),
    to: Flags.string({ description: 'entries before this time; a date or an instant', helpValue: 'TIME' }),
    project,
    label,
    task,
    filter,
    view,
    running: Flags.boolean({ description: 'only the one that runs' }),
    zone,
    ...paging,
  }
  static override readonly output = routes.timeEntries.list.response

  override async run(): Promise<void> {
    const { flags, words } = await this.read(EntriesList)
    const { store, config, dates } = await this.open(flags)
    const said = daysAndFilter(words)
    const query = {
      ...boundsOf(said.days, flags, dates),
      filter: allOf([await filterOfView(store, flags.view, ['entry', 'report']), said.filter, flags.filter]),
      zone: dates.zone,
      weekStart: config.weekStart,
      project: flags.project,
      label: flags.label,
      task: flags.task === undefined ? undefined : (await findTask(store, flags.task)).id,
      running: flags.running ? 'true' : undefined,
      limit: flags.limit,
      cursor: flags.cursor,
    }
    const page = await pointing(query.filter, this.terminal, () => store.timeEntries.list(query))
    this.print(page, entryTable(page, dates.zone, this.terminal))
    this.terminal.say(moreWords(page))
  }
}
