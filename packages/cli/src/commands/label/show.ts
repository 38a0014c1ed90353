import { Label } from '@goalixa/contracts/labels'
import { findLabel } from '../../find-rows.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { labelWords } from '../../output/labels.ts'
import { labelArgs } from '../../row-args.ts'

export default class LabelShow extends GoalixaCommand {
  static override summary = 'Show a label'
  static override examples = ['<%= config.bin %> label show team', '<%= config.bin %> label show team --json']
  static override args = labelArgs
  static override readonly output = Label

  override async run(): Promise<void> {
    const { args } = await this.read(LabelShow)
    const { store } = await this.open()
    const label = await findLabel(store, args.label)
    this.print(label, labelWords(label))
  }
}
