import { at, changing, zone } from '../flags.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { futureDoubt, readAt } from '../moments.ts'
import { stoppedWords } from '../output/timer.ts'

export default class Stop extends GoalixaCommand {
  static override summary = 'Stop the running timer'
  static override aliases = ['out']
  static override examples = ['<%= config.bin %> stop', '<%= config.bin %> stop --at 17:30']
  static override flags = { at, zone, ...changing }
  static override readonly output = async () => (await import('@goalixa/contracts/time-entries')).TimeEntry

  override async run(): Promise<void> {
    const { flags } = await this.read(Stop)
    const { store, dates } = await this.open(flags)
    const { moment, at, echo } = readAt(flags.at, dates)
    this.terminal.say(echo)
    await this.change({
      would: 'timer.stop',
      input: { at },
      flags,
      doubts: moment && futureDoubt('It would stop', moment.instant, dates),
      run: () => store.timer.stop({ at }),
      words: (entry) => stoppedWords(entry, dates.zone),
    })
  }
}
