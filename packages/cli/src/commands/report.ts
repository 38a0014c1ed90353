import { reportGroupings } from '@goalixa/contracts/report-groupings'
import * as Flags from '@oclif/core/flags'
import { UsageError } from '../failure.ts'
import { findTask } from '../find-rows.ts'
import { allOf, filter, filterOfView, pointing, view } from '../filter-args.ts'
import { label, project, task, zone } from '../flags.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { daysOf } from '../moments.ts'
import type { ReportForm } from '../output/report-forms.ts'
import { reportForms, reportText } from '../output/report-forms.ts'
import { groupColours } from '../report-colours.ts'
import { readRound, roundingOf } from '../report-rounding.ts'
import { kindOf, loadReport, reportKinds } from '../report-kinds.ts'

const form = (name: (typeof reportForms)[number], description: string) =>
  Flags.boolean({ description, exclusive: reportForms.filter((other) => other !== name), helpGroup: 'form' })

export default class Report extends GoalixaCommand {
  static override summary = 'Totals of some days, this week unless said'
  static override usage =
    'report [summary|detailed|weekly|hours|goals|habits] [DAYS...] [--from DATE --to DATE] [--by GROUP]'
  static override description =
    'Days: today, yesterday, monday, last week, :month, last 7 days, 2026-W10, 2026-03-02 - 2026-03-08. --to is the day after the last one. Both totals are shown: all entries added up, and the time by the clock, in which overlaps count once.\n' +
    'summary adds up groups; detailed lists every entry; weekly is a grid of seven days; hours shows when in the week; goals tells what a day needs; habits shows their days.\n' +
    '--round changes what is shown only: each figure is rounded by itself, totals from their exact seconds. Without it, goalixa config set rounding decides.'
  static override examples = [
    '<%= config.bin %> report last week --by day',
    '<%= config.bin %> report --from 2026-03-01 --to 2026-04-01 --by label --json',
    '<%= config.bin %> report weekly --by task --round 15m',
    '<%= config.bin %> report last month --compare --markdown',
    '<%= config.bin %> report --filter "project:ops duration>30m"',
    '<%= config.bin %> report detailed last month --html > march.html',
  ]
  static override strict = false
  static override flags = {
    as: Flags.option({
      description: 'which report; its name as the first word says the same',
      options: reportKinds,
    })(),
    by: Flags.option({
      description: 'what to group by: project unless said',
      options: reportGroupings,
    })(),
    from: Flags.string({ description: 'first day', helpValue: 'DATE' }),
    to: Flags.string({ description: 'the day after the last', helpValue: 'DATE' }),
    project,
    label,
    task,
    billable: Flags.boolean({
      description: 'billable time only, or with --no-billable the rest',
      allowNo: true,
    }),
    filter,
    view,
    compare: Flags.boolean({
      description: 'beside the same stretch before: as many months, else as many days',
    }),
    round: Flags.string({
      description: 'round what is shown: 15m, 15m:up, 15m:down; none: exact, whatever the settings say',
      helpValue: 'DURATION[:MODE]',
    }),
    zone,
    csv: form('csv', 'exact seconds as CSV'),
    spreadsheet: Flags.boolean({
      description: 'CSV for a spreadsheet, in which no cell is a formula',
      dependsOn: ['csv'],
      helpGroup: 'form',
    }),
    markdown: form('markdown', 'Markdown'),
    ical: form('ical', 'the entries of these days as a calendar'),
    html: form('html', 'one page to read, print or send'),
  }
  static override readonly output = async () => (await import('../report-documents.ts')).AnyReport

  override async run(): Promise<void> {
    const { flags, words } = await this.read(Report)
    const form: ReportForm = reportForms.find((each) => flags[each]) ?? 'text'
    if (form !== 'text' && this.terminal.json) throw new UsageError(`Either --json or --${form}`)
    const round = readRound(flags.round)
    const { kind, days } = kindOf(words, flags.as ?? (form === 'ical' ? 'detailed' : undefined))
    const { store, config, dates } = await this.open(flags)
    const asked = {
      ...daysOf(days, flags, dates),
      zone: dates.zone,
      weekStart: config.weekStart,
      project: flags.project,
      label: flags.label,
      task: flags.task === undefined ? undefined : (await findTask(store, flags.task)).id,
      billable: flags.billable === undefined ? undefined : String(flags.billable),
      filter: allOf([await filterOfView(store, flags.view, ['report', 'entry']), flags.filter]),
    }
    const compare = flags.compare ? 'true' : undefined
    const report = await pointing(asked.filter, this.terminal, () =>
      loadReport(store, kind, asked, { by: flags.by, compare }),
    )
    if (this.terminal.json) return this.terminal.document(report)
    const isColoured = form === 'html' || (form === 'text' && this.terminal.colour)
    const isRounded = !['csv', 'ical'].includes(form) && !['goals', 'habits'].includes(kind)
    const { rounding, words: rule } = await roundingOf(store, isRounded ? round : null)
    this.terminal.say(rule)
    const text = await reportText(report, {
      form,
      rounding,
      spreadsheet: flags.spreadsheet,
      colours: isColoured ? await groupColours(store, report) : new Map(),
      terminal: this.terminal,
    })
    // What ends a line is the format's business: CSV and calendars want CRLF, also behind the last line.
    this.terminal.result(text.replace(/\n$/, ''))
  }
}
