import { reportGroupings } from '@goalixa/contracts/report-groupings'
import * as Flags from '@oclif/core/flags'
import { findTask } from '../find-rows.ts'
import { label, project, task, zone } from '../flags.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { daysOf } from '../moments.ts'
import { reportWords } from '../output/reports.ts'

export default class Report extends GoalixaCommand {
  static override summary = 'Totals of some days, this week unless said'
  static override usage = 'report [DAYS...] [--from DATE --to DATE] [--by GROUP]'
  static override description =
    'Days: today, yesterday, monday, last week, :month, last 7 days, 2026-W10, 2026-03-02 - 2026-03-08. --to is the day after the last one. Both totals are shown: all entries added up, and the time by the clock, in which overlaps count once.'
  static override examples = [
    '<%= config.bin %> report last week --by day',
    '<%= config.bin %> report --from 2026-03-01 --to 2026-04-01 --by label --json',
  ]
  static override strict = false
  static override flags = {
    by: Flags.option({
      description: 'what to group by',
      options: reportGroupings,
      default: 'project' as const,
    })(),
    from: Flags.string({ description: 'first day', helpValue: 'DATE' }),
    to: Flags.string({ description: 'the day after the last', helpValue: 'DATE' }),
    project,
    label,
    task,
    zone,
  }
  static override readonly output = async () => (await import('@goalixa/contracts/reports')).Report

  override async run(): Promise<void> {
    const { flags, words } = await this.read(Report)
    const { store, config, dates } = await this.open(flags)
    const report = await store.reports.summary({
      ...daysOf(words.join(' '), flags, dates),
      by: flags.by,
      zone: dates.zone,
      weekStart: config.weekStart,
      project: flags.project,
      label: flags.label,
      task: flags.task === undefined ? undefined : (await findTask(store, flags.task)).id,
    })
    this.print(report, reportWords(report, this.terminal))
  }
}
