import { ConflictList } from '../conflict-list.ts'
import { zone } from '../flags.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { conflictsWords } from '../output/conflicts.ts'

export default class Conflicts extends GoalixaCommand {
  static override summary = 'List values that lost against another device, and timers that it ended'
  static override description =
    'Where two devices changed the same field before they met, the later change holds. The other one is kept here.'
  static override examples = ['<%= config.bin %> conflicts', '<%= config.bin %> conflicts --json']
  static override flags = { zone }
  static override readonly output = ConflictList

  override async run(): Promise<void> {
    const { flags } = await this.read(Conflicts)
    const { store, dates } = await this.open(flags)
    const list = await store.conflicts.list()
    this.print(list, conflictsWords(list, dates))
  }
}
