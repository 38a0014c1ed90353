import { GoalixaCommand } from '../goalixa-command.ts'
import { today } from '../moments.ts'
import { homeWords, welcomeWords } from '../output/home.ts'
import { dueLine } from '../output/reminders.ts'
import { statusWords } from '../output/timer.ts'
import Status from './status.ts'

/** What `goalixa` alone does. */
export default class Home extends GoalixaCommand {
  static override summary = 'Show what runs and what to type next'
  static override examples = ['<%= config.bin %>', '<%= config.bin %> --json']
  static override hidden = true
  static override readonly output = Status.output

  override async run(): Promise<void> {
    await this.read(Home)
    const { environment, sessions, store, dates } = await this.open()
    const signedIn = environment.token !== undefined || (await sessions.read()) !== undefined
    if (!signedIn && !this.terminal.json) return this.terminal.result(welcomeWords)
    const status = await store.timer.status(today(dates))
    const due = this.terminal.json ? '' : dueLine(await store.dueReminders())
    const words = [statusWords(status, dates.zone), ...(due === '' ? [] : [due])].join('\n')
    this.print(status, `${words}\n\n${homeWords(status.running !== null)}`)
  }
}
