import { TimeEntry } from '@goalixa/contracts/time-entries'
import { civilDate, startOfDay, toInstantText } from '@goalixa/domain/calendar'
import { parseMoment } from '@goalixa/domain/dates'
import { movedStretch } from '@goalixa/domain/entry-spans'
import { placementOf, stretchOf } from '../../entry-placement.ts'
import { UsageError } from '../../failure.ts'
import { findEntry } from '../../find-rows.ts'
import { changing, overlap, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { placedWords } from '../../output/time-entries-surgery.ts'
import { entryArgs } from '../../row-args.ts'

export default class EntriesMove extends GoalixaCommand {
  static override summary = 'Move a time entry to another start; its length stays'
  static override description =
    'A time without a day is on the day of the entry. An entry that runs began then, and runs on.'
  static override usage = '<%= command.id %> ENTRY TIME... [--overlap POLICY]'
  static override aliases = ['move']
  static override examples = [
    '<%= config.bin %> move @2 9:00',
    '<%= config.bin %> entries move @1 yesterday 14:00 --overlap forbid',
  ]
  static override strict = false
  static override args = entryArgs
  static override flags = { overlap, zone, ...changing }
  static override readonly output = TimeEntry

  override async run(): Promise<void> {
    const { args, flags, words } = await this.read(EntriesMove)
    const { store, dates } = await this.open(flags)
    const text = words.slice(1).join(' ')
    if (text === '') throw new UsageError('Where to? The new start is missing', 'write move @1 9:00')
    const entry = await findEntry(store, args.entry)
    const was = stretchOf(entry, 'moved to a time')
    const day = civilDate(was.start, dates.zone)
    const from = startOfDay(day, dates.zone)
    const { instant, note } = parseMoment(text, { ...dates, from }, 'past')
    this.terminal.say(note ?? '')
    const stretch = movedStretch(was, instant)
    const placing = { store, terminal: this.terminal, dates, flags, except: [entry.id], was, stretch }
    const { doubts, overlaps } = await placementOf(placing)
    const body = { start: toInstantText(instant), overlap: flags.overlap }
    const [would, input] = ['timeEntries.move', { id: entry.id, ...body }]
    if (flags['dry-run'] && overlaps) return overlaps.show(this.terminal, { would, input, doubts })
    await this.change({
      would,
      input,
      flags,
      doubts,
      run: () => store.timeEntries.move(entry.id, body),
      words: (row) => placedWords('Moved', row, dates.zone),
    })
  }
}
