import { routes } from '@goalixa/contracts/routes'
import { parseDuration } from '@goalixa/domain/durations'
import { Flags } from '@oclif/core'
import { zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { daysOf } from '../../moments.ts'
import { gapHint, gapsWords } from '../../output/time-entries-surgery.ts'
import { hoursOf } from '../../working-hours.ts'

export default class EntriesGaps extends GoalixaCommand {
  static override summary = 'Show the time between entries, today unless said'
  static override description =
    'Between the first and the last entry of each day, or with --hours between these times of each day; up to now. Days are written as in a report: yesterday, last week, 2026-W10. --to is the day after the last one.'
  static override usage =
    '<%= command.id %> [DAYS...] [--from DATE --to DATE] [--hours FROM-TO] [--min DURATION]'
  static override aliases = ['gaps']
  static override examples = [
    '<%= config.bin %> gaps yesterday --hours 9:00-17:00',
    '<%= config.bin %> gaps :week --min 15m --json',
  ]
  static override strict = false
  static override flags = {
    from: Flags.string({ description: 'first day', helpValue: 'DATE' }),
    to: Flags.string({ description: 'the day after the last', helpValue: 'DATE' }),
    hours: Flags.string({ description: 'working hours, such as 9:00-17:00', helpValue: 'FROM-TO' }),
    min: Flags.string({ description: 'leave out shorter ones; 1m unless said', helpValue: 'DURATION' }),
    zone,
  }
  static override readonly output = routes.timeEntries.gaps.response

  override async run(): Promise<void> {
    const { flags, words } = await this.read(EntriesGaps)
    const { store, dates } = await this.open(flags)
    const text =
      words.length === 0 && flags.from === undefined && flags.to === undefined ? 'today' : words.join(' ')
    const gaps = await store.timeEntries.gaps({
      ...daysOf(text, flags, dates),
      ...hoursOf(flags.hours),
      minSeconds: flags.min === undefined ? undefined : parseDuration(flags.min),
      zone: dates.zone,
    })
    this.print(gaps, gapsWords(gaps, this.terminal))
    this.terminal.say(gapHint(gaps))
  }
}
