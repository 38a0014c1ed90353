import { Label } from '@goalixa/contracts/labels'
import { findLabel } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { labelLine } from '../../output/labels.ts'
import { labelArgs } from '../../row-args.ts'

export default class LabelArchive extends GoalixaCommand {
  static override summary = 'Archive a label, so that lists leave it out'
  static override examples = [
    '<%= config.bin %> label archive team',
    '<%= config.bin %> label archive team --dry-run',
  ]
  static override args = labelArgs
  static override flags = { ...changing }
  static override readonly output = Label

  override async run(): Promise<void> {
    const { args, flags } = await this.read(LabelArchive)
    const { store } = await this.open()
    const { id } = await findLabel(store, args.label)
    await this.change({
      would: 'labels.update',
      input: { id, archived: true },
      flags,
      run: () => store.labels.update(id, { archived: true }),
      words: (label) => labelLine('Archived', label),
    })
  }
}
