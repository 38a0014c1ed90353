import { Label } from '@goalixa/contracts/labels'
import { findLabel } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { labelLine } from '../../output/labels.ts'
import { safeLine } from '../../output/safe-text.ts'
import { labelArgs } from '../../row-args.ts'

export default class LabelRm extends GoalixaCommand {
  static override summary = 'Remove a label from everything it is on'
  static override examples = ['<%= config.bin %> label rm team', '<%= config.bin %> label rm team --yes']
  static override args = labelArgs
  static override flags = { ...changing }
  static override readonly output = Label

  override async run(): Promise<void> {
    const { args, flags } = await this.read(LabelRm)
    const { store } = await this.open()
    const label = await findLabel(store, args.label)
    await this.change({
      would: 'labels.delete',
      input: { id: label.id },
      flags,
      doubts: [`This removes the label "${safeLine(label.name)}"`],
      run: () => store.labels.delete(label.id).then(() => label),
      words: () => labelLine('Removed', label),
    })
  }
}
