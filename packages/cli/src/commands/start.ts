import { allLabels, splitEntryWords } from '../entry-words.ts'
import { at, billable, changing, label, project, task, zone } from '../flags.ts'
import { findTask } from '../find-rows.ts'
import { projectOf } from '../patches.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { crossing, doubtsOf, readAt } from '../moments.ts'
import { startedWords } from '../output/timer.ts'

export default class Start extends GoalixaCommand {
  static override summary = 'Start a timer; a running one stops at that moment'
  static override description =
    'Words are the text, +name is a label. What follows -- is text whatever it looks like.'
  static override usage = 'start [TEXT...] [+LABEL...] [-p PROJECT] [--at TIME]'
  static override aliases = ['in']
  static override examples = [
    '<%= config.bin %> start "write report" +deep -p Thesis',
    '<%= config.bin %> start review --at "10m ago"',
  ]
  static override strict = false
  static override flags = { project, label, task, at, billable, zone, ...changing }
  static override readonly output = async () => (await import('@goalixa/contracts/timer')).TimerStarted

  override async run(): Promise<void> {
    const { flags, words, verbatim } = await this.read(Start)
    const { store, dates } = await this.open(flags)
    const { text, labels } = splitEntryWords(words, verbatim)
    const { moment, at, echo } = readAt(flags.at, dates)
    this.terminal.say(echo)
    const input = {
      description: text,
      ...projectOf(flags.project),
      labels: allLabels(labels, flags.label),
      taskId: flags.task === undefined ? undefined : (await findTask(store, flags.task)).id,
      billable: flags.billable,
      at,
      zone: dates.zone,
    }
    const overlaps = moment && (await crossing({ store, start: moment.instant, dates, flags }))
    this.terminal.say(overlaps?.words ?? '')
    await this.change({
      would: 'timer.start',
      input,
      flags,
      doubts: moment && [
        ...doubtsOf({ start: moment.instant, end: dates.now }, dates),
        ...(overlaps?.doubts ?? []),
      ],
      run: () => store.timer.start(input),
      words: (entry) => startedWords(entry, dates.zone),
    })
  }
}
