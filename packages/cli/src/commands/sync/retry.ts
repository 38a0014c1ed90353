import { all, oneOrAll, oneOrAllRefused } from '../../conflict-args.ts'
import { Refused } from '../../conflict-list.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { refusedListWords } from '../../output/sync.ts'

export default class SyncRetry extends GoalixaCommand {
  static override summary = 'Send a change again that the server refused'
  static override args = oneOrAllRefused
  static override flags = { all }
  static override readonly output = Refused

  override async run(): Promise<void> {
    const { args, flags } = await this.read(SyncRetry)
    const id = oneOrAll(args.id, flags.all)
    const { store, dates } = await this.open()
    const retried = await store.sync.retry(id)
    this.print(retried, refusedListWords(retried, 'Sent again', dates))
  }
}
