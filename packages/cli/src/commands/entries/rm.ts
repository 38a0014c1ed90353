import * as z from 'zod'
import { TimeEntry } from '@goalixa/contracts/time-entries'
import { BulkDocument, changeOfEntries, chosenEntries, isBulk } from '../../bulk.ts'
import { choosing } from '../../filter-args.ts'
import { findEntry } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { entryTitle } from '../../output/timer.ts'
import { shortId } from '../../output/ids.ts'
import { whenText } from '../../output/timer.ts'
import { entryOrFilter } from '../../row-args.ts'

export default class EntriesRm extends GoalixaCommand {
  static override summary = 'Remove a time entry, or all that fit a filter'
  static override usage = '<%= command.id %> ENTRY | --filter FILTER'
  static override examples = [
    '<%= config.bin %> entries rm @1',
    '<%= config.bin %> entries rm 3f2a9 --yes',
    '<%= config.bin %> entries rm --filter "project:ops start<today" --dry-run',
  ]
  static override aliases = ['rm']
  static override args = entryOrFilter
  static override flags = { zone, ...choosing, ...changing }
  static override readonly output = z.union([TimeEntry, BulkDocument])

  override async run(): Promise<void> {
    const { args, flags } = await this.read(EntriesRm)
    const wiring = await this.open(flags)
    const { store, dates } = wiring
    if (isBulk(args.entry, flags, 'entry')) {
      const entries = await chosenEntries(wiring, flags, this.terminal)
      const asked = { wiring, terminal: this.terminal, flags }
      return this.change(changeOfEntries(entries, { verb: 'delete' }, asked))
    }
    const entry = await findEntry(store, args.entry!)
    await this.change({
      would: 'timeEntries.delete',
      input: { id: entry.id },
      flags,
      doubts: [`This removes ${entryTitle(entry)} of ${whenText(entry, dates.zone)}`],
      run: () => store.timeEntries.delete(entry.id).then(() => entry),
      words: () => `Removed ${entryTitle(entry)}  (${shortId(entry.id)})`,
    })
  }
}
