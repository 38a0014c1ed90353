import type { DryRun } from '../dry-run.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { choiceOf, historyFlags } from '../history-choice.ts'
import { undoneWords } from '../output/history.ts'
import { TakenBack } from '../store.ts'

export default class Undo extends GoalixaCommand {
  static override summary = 'Take back the last thing that was done, on any device'
  static override description =
    'Works offline and after a sync. Undo again to go further back; redo does it again.'
  static override examples = ['<%= config.bin %> undo', '<%= config.bin %> undo --rest']
  static override flags = historyFlags
  static override readonly output = TakenBack

  override async run(): Promise<void> {
    const { flags } = await this.read(Undo)
    const { store, dates } = await this.open()
    const choice = choiceOf(flags)
    if (flags['dry-run']) {
      const { previewWords } = await import('../output/history-preview.ts')
      const preview = await store.history.preview('undo', choice)
      const plan: DryRun = { dryRun: true, would: 'history.undo', input: preview }
      return this.print(plan, previewWords('undo', preview, dates))
    }
    const taken = await store.history.undo(choice)
    this.print(taken, undoneWords(taken, dates))
  }
}
