import { Label } from '@goalixa/contracts/labels'
import { findLabel } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { labelLine } from '../../output/labels.ts'
import { labelArgs } from '../../row-args.ts'

export default class LabelUnarchive extends GoalixaCommand {
  static override summary = 'Take a label out of the archive, so that lists have it again'
  static override examples = [
    '<%= config.bin %> label unarchive team',
    '<%= config.bin %> label unarchive team --dry-run',
  ]
  static override args = labelArgs
  static override flags = { ...changing }
  static override readonly output = Label

  override async run(): Promise<void> {
    const { args, flags } = await this.read(LabelUnarchive)
    const { store } = await this.open()
    const { id } = await findLabel(store, args.label)
    await this.change({
      would: 'labels.update',
      input: { id, archived: false },
      flags,
      run: () => store.labels.update(id, { archived: false }),
      words: (label) => labelLine('Out of the archive:', label),
    })
  }
}
