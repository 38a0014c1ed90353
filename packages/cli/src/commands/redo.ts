import { GoalixaCommand } from '../goalixa-command.ts'
import { choiceOf, historyFlags } from '../history-choice.ts'
import { redoneWords } from '../output/history.ts'
import { TakenBack } from '../store.ts'

export default class Redo extends GoalixaCommand {
  static override summary = 'Do again what was undone last'
  static override description = 'Only until something else is done.'
  static override flags = historyFlags
  static override readonly output = TakenBack

  override async run(): Promise<void> {
    const { flags } = await this.read(Redo)
    const { store, dates } = await this.open()
    const taken = await store.history.redo(choiceOf(flags))
    this.print(taken, redoneWords(taken, dates))
  }
}
