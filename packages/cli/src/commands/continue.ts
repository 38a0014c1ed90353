import * as Args from '@oclif/core/args'
import { findEntry } from '../find-rows.ts'
import { at, changing, zone } from '../flags.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { crossing, doubtsOf, readAt } from '../moments.ts'
import { startedWords } from '../output/timer.ts'

export default class Continue extends GoalixaCommand {
  static override summary = 'Start a timer like an earlier entry, the latest unless said'
  static override aliases = ['resume']
  static override examples = ['<%= config.bin %> continue', '<%= config.bin %> continue @2']
  static override args = {
    entry: Args.string({ description: '@2 for the second newest, or the end of an id', ignoreStdin: true }),
  }
  static override flags = { at, zone, ...changing }
  static override readonly output = async () => (await import('@goalixa/contracts/timer')).TimerStarted

  override async run(): Promise<void> {
    const { args, flags } = await this.read(Continue)
    const { store, dates } = await this.open(flags)
    const { moment, at, echo } = readAt(flags.at, dates)
    this.terminal.say(echo)
    const entryId = args.entry === undefined ? undefined : (await findEntry(store, args.entry)).id
    const input = { entryId, at, zone: dates.zone }
    const overlaps = moment && (await crossing({ store, start: moment.instant, dates, flags }))
    this.terminal.say(overlaps?.words ?? '')
    await this.change({
      would: 'timer.continue',
      input,
      flags,
      doubts: moment && [
        ...doubtsOf({ start: moment.instant, end: dates.now }, dates),
        ...(overlaps?.doubts ?? []),
      ],
      run: () => store.timer.continue(input),
      words: (entry) => startedWords(entry, dates.zone),
    })
  }
}
