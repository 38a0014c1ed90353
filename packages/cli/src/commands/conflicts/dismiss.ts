import { all, oneOrAll, oneOrAllConflicts } from '../../conflict-args.ts'
import { ConflictList } from '../../conflict-list.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { dismissedWords } from '../../output/conflicts.ts'

export default class ConflictsDismiss extends GoalixaCommand {
  static override summary = 'Take a conflict off the list; everything stays as it is'
  static override args = oneOrAllConflicts
  static override flags = { all }
  static override readonly output = ConflictList

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ConflictsDismiss)
    const id = oneOrAll(args.id, flags.all)
    const { store } = await this.open()
    const dismissed = await store.conflicts.dismiss(id)
    this.print(dismissed, dismissedWords(dismissed))
  }
}
