import { TimeEntry } from '@goalixa/contracts/time-entries'
import { toInstantText } from '@goalixa/domain/calendar'
import { Flags } from '@oclif/core'
import { editedLabels, splitEntryWords } from '../../entry-words.ts'
import { findEntry, findTask } from '../../find-rows.ts'
import { billable, changing, label, none, overlap, project, task, unlabel, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { doubtsOf, momentOf, refuseEndBeforeStart, secondsOf } from '../../moments.ts'
import { entryWords } from '../../output/time-entries.ts'
import { spanText } from '../../output/times.ts'
import { projectOf, refuseEmpty } from '../../patches.ts'
import { entryArgs } from '../../row-args.ts'

export default class EntriesEdit extends GoalixaCommand {
  static override summary = 'Change a time entry'
  static override description =
    'Words after the id are the new text, +name adds a label. --project none and --task none take them off.'
  static override usage =
    'entries edit ENTRY [TEXT...] [+LABEL...] [--from TIME] [--to TIME] [--overlap POLICY]'
  static override examples = [
    '<%= config.bin %> entries edit @1 --to 10:45',
    '<%= config.bin %> entries edit 3f2a9 "code review" +team',
  ]
  static override strict = false
  static override args = entryArgs
  static override flags = {
    from: Flags.string({ description: 'new start', helpValue: 'TIME' }),
    to: Flags.string({ description: 'new end', helpValue: 'TIME' }),
    project,
    task,
    label,
    unlabel,
    overlap,
    billable,
    zone,
    ...changing,
  }
  static override readonly output = TimeEntry

  override async run(): Promise<void> {
    const { args, flags, words, verbatim } = await this.read(EntriesEdit)
    const { store, dates } = await this.open(flags)
    const { text, labels } = splitEntryWords(words.slice(1), verbatim)
    const [from, to] = [momentOf(flags.from, dates), momentOf(flags.to, dates)]
    if (from && to) refuseEndBeforeStart(from.instant, to.instant, dates.zone)
    const entry = await findEntry(store, args.entry)
    const start = from ? toInstantText(from.instant) : undefined
    const end = to ? toInstantText(to.instant) : undefined
    const [newStart, newEnd] = [start ?? entry.start, end ?? entry.end]
    if (newEnd !== null && (start ?? end) !== undefined)
      this.terminal.say(spanText(newStart, newEnd, dates.zone))
    const patch = refuseEmpty({
      description: text === '' ? undefined : text,
      ...projectOf(flags.project),
      taskId:
        flags.task === undefined
          ? undefined
          : flags.task === none
            ? null
            : (await findTask(store, flags.task)).id,
      labels: editedLabels(entry.labels, [...labels, ...(flags.label ?? [])], flags.unlabel ?? []),
      billable: flags.billable,
      start,
      end,
      overlap: flags.overlap,
    })
    const changed = (start ?? end) !== undefined
    const placed = { start: secondsOf(newStart), end: newEnd === null ? null : secondsOf(newEnd) }
    const overlaps =
      flags.overlap === undefined
        ? undefined
        : await (
            await import('../../overlap-preview.ts')
          ).previewOverlaps(store, { policy: flags.overlap, ...placed, entryId: entry.id }, dates)
    const doubts = [
      ...(changed ? doubtsOf({ start: placed.start, end: placed.end ?? dates.now }, dates) : []),
      ...(overlaps?.doubts ?? []),
    ]
    const would = 'timeEntries.update'
    const input = { id: entry.id, ...patch }
    if (flags['dry-run'] && overlaps) return overlaps.show(this.terminal, { would, input, doubts })
    this.terminal.say(overlaps?.words ?? '')
    await this.change({
      would,
      input,
      flags,
      doubts,
      run: () => store.timeEntries.update(entry.id, patch),
      words: (row) => entryWords(row, dates.zone),
    })
  }
}
