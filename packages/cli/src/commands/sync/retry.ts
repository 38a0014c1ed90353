import { all, oneOrAll, oneOrAllRefused } from '../../conflict-args.ts'
import { Refused } from '../../conflict-list.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { refusedListWords } from '../../output/sync.ts'

export default class SyncRetry extends GoalixaCommand {
  static override summary = 'Send a change again that the server refused'
  static override examples = [
    '<%= config.bin %> sync retry --all',
    '<%= config.bin %> sync retry --all --json',
  ]
  static override args = oneOrAllRefused
  static override flags = { all, ...changing }
  static override readonly output = Refused

  override async run(): Promise<void> {
    const { args, flags } = await this.read(SyncRetry)
    const id = oneOrAll(args.id, flags.all)
    const { store, dates } = await this.open()
    const { items } = await store.sync.refused(id)
    await this.change({
      would: 'sync.retry',
      input: { ids: items.map((one) => one.id) },
      flags,
      run: () => store.sync.retry(id),
      words: (retried) => refusedListWords(retried, 'Sent again', dates),
    })
  }
}
