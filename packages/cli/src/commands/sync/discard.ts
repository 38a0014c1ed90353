import { all, oneOrAll, oneOrAllRefused } from '../../conflict-args.ts'
import { Refused } from '../../conflict-list.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { refusedListWords } from '../../output/sync.ts'

export default class SyncDiscard extends GoalixaCommand {
  static override summary = 'Throw a change away that the server refused'
  static override description = 'It cannot be had back: goalixa sync export keeps a copy.'
  static override examples = [
    '<%= config.bin %> sync discard --all',
    '<%= config.bin %> sync discard --all --yes',
  ]
  static override args = oneOrAllRefused
  static override flags = { all, ...changing }
  static override readonly output = Refused

  override async run(): Promise<void> {
    const { args, flags } = await this.read(SyncDiscard)
    const id = oneOrAll(args.id, flags.all)
    const { store, dates } = await this.open()
    const { items } = await store.sync.refused(id)
    const what =
      items.length === 1 ? 'a change that is nowhere else' : `${items.length} changes that are nowhere else`
    await this.change({
      would: 'sync.discard',
      input: { ids: items.map((one) => one.id) },
      flags,
      doubts: items.length === 0 ? [] : [`This throws away ${what}`],
      run: () => store.sync.discard(id),
      words: (discarded) => refusedListWords(discarded, 'Thrown away', dates),
    })
  }
}
