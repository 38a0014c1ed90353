import { TimeEntry } from '@goalixa/contracts/time-entries'
import { toInstantText } from '@goalixa/domain/calendar'
import { Flags } from '@oclif/core'
import * as z from 'zod'
import { BulkDocument, changeOfEntries, chosenEntries, isBulk, refuseForMany } from '../../bulk.ts'
import { editedLabels, splitEntryWords } from '../../entry-words.ts'
import { choosing } from '../../filter-args.ts'
import { findEntry, findTask } from '../../find-rows.ts'
import { billable, changing, label, none, overlap, project, task, unlabel, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { doubtsOf, momentOf, refuseEndBeforeStart } from '../../moments.ts'
import { entryWords } from '../../output/time-entries.ts'
import { spanText } from '../../output/times.ts'
import { labelChanges, projectOf, refuseEmpty } from '../../patches.ts'
import { entryOrFilter } from '../../row-args.ts'
import { stretchIn, untimedPatch } from '../../untimed-patch.ts'

export default class EntriesEdit extends GoalixaCommand {
  static override summary = 'Change a time entry, or all that fit a filter'
  static override aliases = ['edit', 'note']
  static override description =
    'Words after the id are the new text, +name adds a label. --project none and --task none take them off. An entry without start and end takes --date and --duration; --from and --to give it times, and --date with --duration take them off. With --filter there is no ENTRY: project, task, labels and billable of all that fit are changed.'
  static override usage =
    '<%= command.id %> ENTRY|--filter FILTER [TEXT...] [+LABEL...] [--from TIME] [--to TIME] [--date DATE] [--duration DURATION] [--overlap POLICY]'
  static override examples = [
    '<%= config.bin %> entries edit @1 --to 10:45',
    '<%= config.bin %> entries edit 3f2a9 "code review" +team',
    '<%= config.bin %> note @1 "with the new numbers"',
    '<%= config.bin %> label @1 +deep --unlabel team',
    '<%= config.bin %> entries edit --filter "project:ops" --label billing',
  ]
  static override strict = false
  static override args = entryOrFilter
  static override flags = {
    from: Flags.string({ description: 'new start', helpValue: 'TIME' }),
    to: Flags.string({ description: 'new end', helpValue: 'TIME' }),
    date: Flags.string({ description: 'new day of time without start and end', helpValue: 'DATE' }),
    duration: Flags.string({ description: 'how long it took on that day', helpValue: 'DURATION' }),
    project,
    task,
    label,
    unlabel,
    overlap,
    billable,
    zone,
    ...choosing,
    ...changing,
  }
  static override readonly output = z.union([TimeEntry, BulkDocument])

  override async run(): Promise<void> {
    const { args, flags, words, verbatim } = await this.read(EntriesEdit)
    const wiring = await this.open(flags)
    const { store, dates } = wiring
    const many = flags.filter !== undefined || flags.view !== undefined
    const { text, labels } = splitEntryWords(many ? words : words.slice(1), verbatim)
    if (isBulk(many ? undefined : args.entry, flags, 'entry')) {
      const { from, to, date, duration, overlap: policy } = flags
      const ofOne = { '--from': from, '--to': to, '--date': date, '--duration': duration }
      refuseForMany({ 'A text': text || undefined, ...ofOne, '--overlap': policy })
      const labelled = labelChanges([...labels, ...(flags.label ?? [])], flags.unlabel ?? [])
      const onTask =
        flags.task === undefined || flags.task === none ? null : await findTask(store, flags.task)
      const taskId = flags.task === undefined ? undefined : (onTask?.id ?? null)
      const patch = { ...projectOf(flags.project), taskId, billable: flags.billable }
      refuseEmpty({ ...patch, ...labelled })
      const entries = await chosenEntries(wiring, flags, this.terminal)
      const asked = { wiring, terminal: this.terminal, flags }
      return this.change(changeOfEntries(entries, { verb: 'update', patch, ...labelled }, asked))
    }
    const [from, to] = [momentOf(flags.from, dates), momentOf(flags.to, dates)]
    if (from && to) refuseEndBeforeStart(from.instant, to.instant, dates.zone)
    const entry = await findEntry(store, args.entry!)
    const start = from ? toInstantText(from.instant) : undefined
    const end = to ? toInstantText(to.instant) : undefined
    const untimed = untimedPatch(entry, flags, dates)
    const [newStart, newEnd] = [start ?? entry.start, end ?? entry.end]
    if (newStart !== null && newEnd !== null && (start ?? end) !== undefined)
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
      ...untimed?.patch,
      overlap: flags.overlap,
    })
    const changed = (start ?? end) !== undefined
    const { overlapsOf } = await import('../../overlap-preview.ts')
    const placed = stretchIn({ start: newStart, end: newEnd })
    const was = stretchIn(entry)
    const overlaps =
      placed !== undefined && (changed || flags.overlap !== undefined)
        ? await overlapsOf(
            store,
            { policy: flags.overlap, ...placed, ...(was && { was }), except: [entry.id] },
            dates,
            flags,
          )
        : undefined
    const doubts = [
      ...(changed && placed ? doubtsOf({ start: placed.start, end: placed.end ?? dates.now }, dates) : []),
      ...(untimed?.doubts ?? []),
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
