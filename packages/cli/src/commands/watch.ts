import * as z from 'zod'
import { endings } from '../endings.ts'
import { preferProductionBuilds } from '../environment.ts'
import { zone } from '../flags.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { snapshotWords } from '../output/watch.ts'
import { secondsOf } from '../moments.ts'
import { Snapshot } from '../snapshot.ts'

export default class Watch extends GoalixaCommand {
  static override summary = 'The whole day on one screen: timer, tasks, habits, goals, as they change'
  static override description =
    'Shows at once what changes here or on another device, and goes on without network. Keys start, stop and finish what is chosen: ? lists them, / searches, q leaves. In a pipe, or with --accessible, it prints what there is now, and ends.'
  static override examples = ['<%= config.bin %> watch', '<%= config.bin %> watch --json']
  static override flags = { zone }
  static override readonly output = Snapshot.extend({
    /** Was the server reached for it? */
    online: z.boolean(),
  })

  override async run(): Promise<void> {
    const { flags } = await this.read(Watch)
    const { live: open, store, dates } = await this.open(flags)
    const live = await open()
    if (!this.terminal.screen) {
      const snapshot = await live.read(dates, 'fresh')
      const online = snapshot.lastSyncAt !== null && secondsOf(snapshot.lastSyncAt) >= dates.now
      return this.print({ ...snapshot, online }, snapshotWords(snapshot, online))
    }
    preferProductionBuilds()
    const [{ showWatch }, { createActs }] = await Promise.all([
      import('../screens/watch.ts'),
      import('../screens/acts.ts'),
    ])
    const now = () => Math.floor(Date.now() / 1000)
    const { stdin, stdout } = process
    const ended = endings()
    try {
      await showWatch({
        live,
        perform: createActs({ store, dates: () => ({ ...dates, now: now() }) }),
        dates,
        colour: this.terminal.colour,
        drawings: this.terminal.colour && this.terminal.drawings,
        stdin,
        stdout,
        signal: ended.signal,
        now,
      })
    } finally {
      ended.release()
    }
  }
}
