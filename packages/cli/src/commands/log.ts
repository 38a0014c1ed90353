import { TimeEntry } from '@goalixa/contracts/time-entries'
import { toInstantText } from '@goalixa/domain/calendar'
import * as Flags from '@oclif/core/flags'
import { allLabels, splitEntryWords } from '../entry-words.ts'
import { UsageError } from '../failure.ts'
import { findTask } from '../find-rows.ts'
import { billable, changing, label, overlap, project, task, zone } from '../flags.ts'
import { projectOf } from '../patches.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { splitLogWords } from '../log-words.ts'
import { doubtsOf, doubtsOfUntimed, spanOfFlags, untimedOfFlags } from '../moments.ts'
import { loggedWords } from '../output/timer.ts'
import { spanText, untimedText } from '../output/times.ts'

export default class Log extends GoalixaCommand {
  static override summary = 'Log a time entry that is over'
  static override description =
    'The range comes first: 9:00 - 10:30, yesterday 9:00 - 10:30, 9:00 for 45m, 1h30m ago. Where only the length is known and not when, write it with its day: 2h on yesterday. The longest beginning of the words that reads as a range is the range; what follows is the text, and +name is a label. Put -- after the range when the text could be taken for a part of it.'
  static override usage = [
    'log RANGE [TEXT...] [+LABEL...] [-p PROJECT]',
    'log DURATION on DATE [TEXT...]',
    'log --from TIME --to TIME [TEXT...]',
    'log --date DATE --duration DURATION [TEXT...]',
  ]
  static override aliases = ['track']
  static override examples = [
    '<%= config.bin %> log 9:00 - 10:30 "code review" +team -p Thesis',
    '<%= config.bin %> log 1h30m ago -- "until noon" was late',
    '<%= config.bin %> log 1h30m on yesterday "read papers" +thesis',
    '<%= config.bin %> log --from 2026-03-02T09:00:00Z --to 2026-03-02T10:00:00Z "text"',
  ]
  static override strict = false
  static override flags = {
    from: Flags.string({ description: 'start, such as 9:00 or 2026-03-02T09:00:00Z', helpValue: 'TIME' }),
    to: Flags.string({ description: 'end, taken exactly', helpValue: 'TIME' }),
    date: Flags.string({ description: 'day of time without start and end', helpValue: 'DATE' }),
    duration: Flags.string({ description: 'how long it took on that day', helpValue: 'DURATION' }),
    project,
    label,
    task,
    overlap,
    billable,
    zone,
    ...changing,
  }
  static override readonly output = TimeEntry

  override async run(): Promise<void> {
    const { flags, words, verbatim } = await this.read(Log)
    const { store, dates } = await this.open(flags)
    const fromFlags = {
      span: spanOfFlags(flags.from, flags.to, dates),
      untimed: untimedOfFlags(flags, dates),
    }
    if (fromFlags.span && fromFlags.untimed)
      throw new UsageError('Give --from and --to, or --date and --duration, not both')
    const { span, untimed, text, labels } =
      fromFlags.span === undefined && fromFlags.untimed === undefined
        ? splitLogWords(words, verbatim, dates)
        : { ...fromFlags, ...splitEntryWords(words, verbatim) }
    const fields = {
      description: text,
      ...projectOf(flags.project),
      labels: allLabels(labels, flags.label),
      taskId: flags.task === undefined ? undefined : (await findTask(store, flags.task)).id,
      billable: flags.billable,
      zone: dates.zone,
    }
    const would = 'timeEntries.create'
    if (span === undefined) {
      const { date, seconds } = untimed!
      const input = { ...fields, date, durationSeconds: seconds }
      this.terminal.say(untimedText(date, seconds))
      return this.change({
        would,
        input,
        flags,
        doubts: doubtsOfUntimed(untimed!, dates),
        run: () => store.timeEntries.create(input),
        words: loggedWords,
      })
    }
    const [start, end] = [toInstantText(span.start), toInstantText(span.end)]
    this.terminal.say([spanText(start, end, dates.zone), ...span.notes].join('; '))
    const input = { ...fields, start, end, overlap: flags.overlap }
    const { overlapsOf } = await import('../overlap-preview.ts')
    const overlaps = await overlapsOf(
      store,
      { policy: flags.overlap, start: span.start, end: span.end },
      dates,
      flags,
    )
    const doubts = [...doubtsOf(span, dates), ...(overlaps?.doubts ?? [])]
    if (flags['dry-run'] && overlaps) return overlaps.show(this.terminal, { would, input, doubts })
    this.terminal.say(overlaps?.words ?? '')
    await this.change({
      would,
      input,
      flags,
      doubts,
      run: () => store.timeEntries.create(input),
      words: loggedWords,
    })
  }
}
