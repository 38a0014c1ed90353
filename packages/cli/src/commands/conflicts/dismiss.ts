import { all, oneOrAll, oneOrAllConflicts } from '../../conflict-args.ts'
import { ConflictList } from '../../conflict-list.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { dismissedWords } from '../../output/conflicts.ts'

export default class ConflictsDismiss extends GoalixaCommand {
  static override summary = 'Take a conflict off the list; everything stays as it is'
  static override examples = ['<%= config.bin %> conflicts dismiss 3f2a9']
  static override args = oneOrAllConflicts
  static override flags = { all, ...changing }
  static override readonly output = ConflictList

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ConflictsDismiss)
    const id = oneOrAll(args.id, flags.all)
    const { store } = await this.open()
    const items = id === undefined ? (await store.conflicts.list()).items : [await store.conflicts.get(id)]
    const ids = items.map((one) => one.id)
    await this.change({
      would: 'conflicts.dismiss',
      input: { ids },
      flags,
      run: () => store.conflicts.dismiss(id),
      words: dismissedWords,
    })
  }
}
