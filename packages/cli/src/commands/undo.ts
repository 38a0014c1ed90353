import { GoalixaCommand } from '../goalixa-command.ts'
import { choiceOf, historyFlags } from '../history-choice.ts'
import { undoneWords } from '../output/history.ts'
import { TakenBack } from '../store.ts'

export default class Undo extends GoalixaCommand {
  static override summary = 'Take back the last thing that was done, on any device'
  static override description =
    'Works offline and after a sync. Undo again to go further back; redo does it again.'
  static override flags = historyFlags
  static override readonly output = TakenBack

  override async run(): Promise<void> {
    const { flags } = await this.read(Undo)
    const { store, dates } = await this.open()
    const taken = await store.history.undo(choiceOf(flags))
    this.print(taken, undoneWords(taken, dates))
  }
}
