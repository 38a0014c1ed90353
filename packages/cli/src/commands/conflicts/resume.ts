import { conflictArgs, requireEnded } from '../../conflict-args.ts'
import { Resumed } from '../../conflict-list.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { resumedWords } from '../../output/conflicts.ts'
import { rowWords } from '../../output/rows.ts'

export default class ConflictsResume extends GoalixaCommand {
  static override summary = 'Let a timer run on that another device ended, and stop what runs now'
  static override examples = ['<%= config.bin %> conflicts resume 3f2a9']
  static override args = conflictArgs
  static override flags = { zone, ...changing }
  static override readonly output = Resumed

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ConflictsResume)
    const { store, dates } = await this.open(flags)
    const conflict = await store.conflicts.get(args.id)
    requireEnded(conflict)
    await this.change({
      would: 'conflicts.resume',
      input: conflict,
      flags,
      tried: `Nothing was changed. It would run on, and what runs now would stop: ${rowWords(conflict.row, dates.zone)}`,
      run: () => store.conflicts.resume(args.id),
      words: (resumed) => resumedWords(resumed, dates.zone),
    })
  }
}
