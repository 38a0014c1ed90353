import * as z from 'zod'
import { endings } from '../endings.ts'
import { preferProductionBuilds } from '../environment.ts'
import { zone } from '../flags.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { snapshotWords } from '../output/watch.ts'
import { secondsOf } from '../moments.ts'
import { Snapshot } from '../snapshot.ts'

export default class Watch extends GoalixaCommand {
  static override summary = 'Follow the timer, today and the goals of this week as they change'
  static override description =
    'Shows at once what changes here or on another device, and goes on without network. Leave it with q. In a pipe it prints what there is now, and ends.'
  static override flags = { zone }
  static override readonly output = Snapshot.extend({
    /** Was the server reached for it? */
    online: z.boolean(),
  })

  override async run(): Promise<void> {
    const { flags } = await this.read(Watch)
    const { live: open, dates } = await this.open(flags)
    const live = await open()
    if (!this.terminal.screen) {
      const snapshot = await live.read(dates, 'fresh')
      const online = snapshot.lastSyncAt !== null && secondsOf(snapshot.lastSyncAt) >= dates.now
      return this.print({ ...snapshot, online }, snapshotWords(snapshot, online))
    }
    preferProductionBuilds()
    const { showWatch } = await import('../screens/watch.ts')
    const { stdin, stdout } = process
    const ended = endings()
    try {
      await showWatch({
        live,
        dates,
        colour: this.terminal.colour,
        stdin,
        stdout,
        signal: ended.signal,
        now: () => Math.floor(Date.now() / 1000),
      })
    } finally {
      ended.release()
    }
  }
}
