import { Label } from '@goalixa/contracts/labels'
import { Args, Flags } from '@oclif/core'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { labelLine } from '../../output/labels.ts'

export default class LabelAdd extends GoalixaCommand {
  static override summary = 'Add a label'
  static override examples = [
    '<%= config.bin %> label add deep',
    '<%= config.bin %> label add deep --dry-run',
  ]
  static override args = { name: Args.string({ description: 'its name', required: true, ignoreStdin: true }) }
  static override flags = {
    colour: Flags.string({ description: 'written as #rrggbb', helpValue: 'COLOUR' }),
    ...changing,
  }
  static override readonly output = Label

  override async run(): Promise<void> {
    const { args, flags } = await this.read(LabelAdd)
    const { store } = await this.open()
    const input = { name: args.name, colour: flags.colour }
    await this.change({
      would: 'labels.create',
      input,
      flags,
      run: () => store.labels.create(input),
      words: (label) => labelLine('Added', label),
    })
  }
}
