import { Unsent } from '../../conflict-list.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'

export default class SyncExport extends GoalixaCommand {
  static override summary = 'Print as JSON what the server refused, and what waits for it'
  static override examples = ['<%= config.bin %> sync export > unsent.json']
  static override readonly output = Unsent

  override async run(): Promise<void> {
    await this.read(SyncExport)
    const { store } = await this.open()
    this.terminal.document(await store.sync.unsent())
  }
}
