import { TimeEntry } from '@goalixa/contracts/time-entries'
import { toInstantText } from '@goalixa/domain/calendar'
import * as Flags from '@oclif/core/flags'
import { allLabels, splitEntryWords } from '../entry-words.ts'
import { findTask } from '../find-rows.ts'
import { billable, changing, label, overlap, project, task, zone } from '../flags.ts'
import { projectOf } from '../patches.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { splitLogWords } from '../log-words.ts'
import { doubtsOf, spanOfFlags } from '../moments.ts'
import { loggedWords } from '../output/timer.ts'
import { spanText } from '../output/times.ts'

export default class Log extends GoalixaCommand {
  static override summary = 'Log a time entry that is over'
  static override description =
    'The range comes first: 9:00 - 10:30, yesterday 9:00 - 10:30, 9:00 for 45m, 1h30m ago. The longest beginning of the words that reads as a range is the range; what follows is the text, and +name is a label. Put -- after the range when the text could be taken for a part of it.'
  static override usage = [
    'log RANGE [TEXT...] [+LABEL...] [-p PROJECT]',
    'log --from TIME --to TIME [TEXT...]',
  ]
  static override aliases = ['track']
  static override examples = [
    '<%= config.bin %> log 9:00 - 10:30 "code review" +team -p Thesis',
    '<%= config.bin %> log 1h30m ago -- "until noon" was late',
    '<%= config.bin %> log --from 2026-03-02T09:00:00Z --to 2026-03-02T10:00:00Z "text"',
  ]
  static override strict = false
  static override flags = {
    from: Flags.string({ description: 'start, such as 9:00 or 2026-03-02T09:00:00Z', helpValue: 'TIME' }),
    to: Flags.string({ description: 'end, taken exactly', helpValue: 'TIME' }),
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
    const fromFlags = spanOfFlags(flags.from, flags.to, dates)
    const { span, text, labels } =
      fromFlags === undefined
        ? splitLogWords(words, verbatim, dates)
        : { span: fromFlags, ...splitEntryWords(words, verbatim) }
    const [start, end] = [toInstantText(span.start), toInstantText(span.end)]
    this.terminal.say([spanText(start, end, dates.zone), ...span.notes].join('; '))
    const input = {
      description: text,
      ...projectOf(flags.project),
      labels: allLabels(labels, flags.label),
      taskId: flags.task === undefined ? undefined : (await findTask(store, flags.task)).id,
      billable: flags.billable,
      start,
      end,
      zone: dates.zone,
      overlap: flags.overlap,
    }
    const overlaps =
      flags.overlap === undefined
        ? undefined
        : await (
            await import('../overlap-preview.ts')
          ).previewOverlaps(store, { policy: flags.overlap, start: span.start, end: span.end }, dates)
    const doubts = [...doubtsOf(span, dates), ...(overlaps?.doubts ?? [])]
    const would = 'timeEntries.create'
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
