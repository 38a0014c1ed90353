import { routes } from '@goalixa/contracts/routes'
import { Flags } from '@oclif/core'
import { findTask } from '../../find-rows.ts'
import { label, paging, project, task, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { boundsOf } from '../../moments.ts'
import { moreWords } from '../../output/pages.ts'
import { entryTable } from '../../output/time-entries.ts'

export default class EntriesList extends GoalixaCommand {
  static override summary = 'List time entries, latest start first'
  static override usage = 'entries list [DAYS...] [--from TIME] [--to TIME]'
  static override examples = [
    '<%= config.bin %> entries list yesterday',
    '<%= config.bin %> entries list --from 2026-03-01 --to 2026-04-01 -l deep',
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
    running: Flags.boolean({ description: 'only the one that runs' }),
    zone,
    ...paging,
  }
  static override readonly output = routes.timeEntries.list.response

  override async run(): Promise<void> {
    const { flags, words } = await this.read(EntriesList)
    const { store, dates } = await this.open(flags)
    const page = await store.timeEntries.list({
      ...boundsOf(words.join(' '), flags, dates),
      project: flags.project,
      label: flags.label,
      task: flags.task === undefined ? undefined : (await findTask(store, flags.task)).id,
      running: flags.running ? 'true' : undefined,
      limit: flags.limit,
      cursor: flags.cursor,
    })
    this.print(page, entryTable(page, dates.zone, this.terminal))
    this.terminal.say(moreWords(page))
  }
}
