import { conflictArgs, requireLost } from '../../conflict-args.ts'
import { LostValue } from '../../conflict-list.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { takenWords } from '../../output/conflicts.ts'

export default class ConflictsTake extends GoalixaCommand {
  static override summary = 'Write a value again that lost against another device'
  static override description = 'It is a change like any other: goalixa undo takes it back.'
  static override examples = ['<%= config.bin %> conflicts take 3f2a9']
  static override args = conflictArgs
  static override flags = { zone, ...changing }
  static override readonly output = LostValue

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ConflictsTake)
    const { store, dates } = await this.open(flags)
    const conflict = await store.conflicts.get(args.id)
    requireLost(conflict)
    await this.change({
      would: 'conflicts.take',
      input: conflict,
      flags,
      tried: `Nothing was changed. It would be so: ${takenWords(conflict, dates)}`,
      run: () => store.conflicts.take(args.id),
      words: (taken) => takenWords(taken, dates),
    })
  }
}
