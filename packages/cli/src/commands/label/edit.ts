import { Label } from '@goalixa/contracts/labels'
import { Flags } from '@oclif/core'
import { findLabel } from '../../find-rows.ts'
import { changing, orNull } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { labelWords } from '../../output/labels.ts'
import { refuseEmpty } from '../../patches.ts'
import { labelArgs } from '../../row-args.ts'

export default class LabelEdit extends GoalixaCommand {
  static override summary = 'Change a label'
  static override examples = [
    '<%= config.bin %> label edit team --name crew',
    '<%= config.bin %> label edit team --name crew --dry-run',
  ]
  static override args = labelArgs
  static override flags = {
    name: Flags.string({ description: 'its new name', helpValue: 'NAME' }),
    colour: Flags.string({ description: 'written as #rrggbb, or none', helpValue: 'COLOUR' }),
    archived: Flags.boolean({ description: 'archive it, or with --no-archived take it back', allowNo: true }),
    ...changing,
  }
  static override readonly output = Label

  override async run(): Promise<void> {
    const { args, flags } = await this.read(LabelEdit)
    const { store } = await this.open()
    const { id } = await findLabel(store, args.label)
    const patch = refuseEmpty({ name: flags.name, colour: orNull(flags.colour), archived: flags.archived })
    await this.change({
      would: 'labels.update',
      input: { id, ...patch },
      flags,
      run: () => store.labels.update(id, patch),
      words: labelWords,
    })
  }
}
