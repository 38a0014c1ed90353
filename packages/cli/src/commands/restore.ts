import { RestoredRow } from '@goalixa/contracts/trash'
import { Args } from '@oclif/core'
import { findTrashed } from '../find-trashed.ts'
import { changing } from '../flags.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { restoredLine } from '../output/trash.ts'

export default class Restore extends GoalixaCommand {
  static override summary = 'Take something out of the trash'
  static override description = 'A label or project whose name is taken since gets a number: name (2).'
  static override examples = [
    '<%= config.bin %> restore "write report"',
    '<%= config.bin %> restore 3f2a9 --dry-run',
  ]
  static override args = {
    row: Args.string({
      description: 'its id, the end of its id, or its name',
      required: true,
      ignoreStdin: true,
    }),
  }
  static override flags = { ...changing }
  static override readonly output = RestoredRow

  override async run(): Promise<void> {
    const { args, flags } = await this.read(Restore)
    const { store } = await this.open()
    const { table, id } = await findTrashed(store, args.row)
    await this.change({
      would: 'trash.restore',
      input: { table, id },
      flags,
      run: () => store.trash.restore(table, id),
      words: restoredLine,
    })
  }
}
