import type { DryRun } from '../dry-run.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { choiceOf, historyFlags } from '../history-choice.ts'
import { redoneWords } from '../output/history.ts'
import { TakenBack } from '../store.ts'

export default class Redo extends GoalixaCommand {
  static override summary = 'Do again what was undone last'
  static override description = 'Only until something else is done.'
  static override examples = ['<%= config.bin %> redo', '<%= config.bin %> redo --rest']
  static override flags = historyFlags
  static override readonly output = TakenBack

  override async run(): Promise<void> {
    const { flags } = await this.read(Redo)
    const { store, dates } = await this.open()
    const choice = choiceOf(flags)
    if (flags['dry-run']) {
      const { previewWords } = await import('../output/history-preview.ts')
      const preview = await store.history.preview('redo', choice)
      const plan: DryRun = { dryRun: true, would: 'history.redo', input: preview }
      return this.print(plan, previewWords('redo', preview, dates))
    }
    const taken = await store.history.redo(choice)
    this.print(taken, redoneWords(taken, dates))
  }
}
