import { Flags } from '@oclif/core'
import { GoalixaCommand } from '../goalixa-command.ts'
import { syncWords } from '../output/sync.ts'
import { SyncState } from '../store.ts'

export default class Sync extends GoalixaCommand {
  static override summary = 'Exchange changes with the server now'
  static override description =
    'Every command does this by itself after its answer. With --status it only tells what waits and what was refused.'
  static override examples = ['<%= config.bin %> sync', '<%= config.bin %> sync --status']
  static override flags = {
    background: Flags.boolean({ description: 'say nothing, wait for nobody', hidden: true }),
    status: Flags.boolean({ description: 'tell what waits, ask nobody', default: false }),
  }
  static override readonly output = SyncState

  override async run(): Promise<void> {
    const { flags } = await this.read(Sync)
    const { store, dates } = await this.open()
    if (flags.background) return store.sync.quietly()
    const state = flags.status ? await store.sync.status() : await store.sync.run()
    this.print(state, syncWords(state, dates))
  }
}
