import { TimeEntry } from '@goalixa/contracts/time-entries'
import { findEntry } from '../../find-rows.ts'
import { zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { entryWords } from '../../output/time-entries.ts'
import { entryArgs } from '../../row-args.ts'

export default class EntriesShow extends GoalixaCommand {
  static override summary = 'Show a time entry'
  static override examples = [
    '<%= config.bin %> entries show @1',
    '<%= config.bin %> entries show 3f2a9 --json',
  ]
  static override args = entryArgs
  static override flags = { zone }
  static override readonly output = TimeEntry

  override async run(): Promise<void> {
    const { args, flags } = await this.read(EntriesShow)
    const { store, dates } = await this.open(flags)
    const entry = await findEntry(store, args.entry)
    this.print(entry, entryWords(entry, dates.zone))
  }
}
