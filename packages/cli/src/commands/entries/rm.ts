import { TimeEntry } from '@goalixa/contracts/time-entries'
import { findEntry } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { entryTitle } from '../../output/timer.ts'
import { shortId } from '../../output/ids.ts'
import { momentText } from '../../output/times.ts'
import { entryArgs } from '../../row-args.ts'

export default class EntriesRm extends GoalixaCommand {
  static override summary = 'Remove a time entry'
  static override args = entryArgs
  static override flags = { zone, ...changing }
  static override readonly output = TimeEntry

  override async run(): Promise<void> {
    const { args, flags } = await this.read(EntriesRm)
    const { store, dates } = await this.open(flags)
    const entry = await findEntry(store, args.entry)
    await this.change({
      would: 'timeEntries.delete',
      input: { id: entry.id },
      flags,
      doubts: [`This removes ${entryTitle(entry)} of ${momentText(entry.start, dates.zone)}`],
      run: () => store.timeEntries.delete(entry.id).then(() => entry),
      words: () => `Removed ${entryTitle(entry)}  (${shortId(entry.id)})`,
    })
  }
}
