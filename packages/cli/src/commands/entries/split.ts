import { SplitTimeEntry } from '@goalixa/contracts/time-entries-surgery'
import { localText } from '@goalixa/domain/clock-times'
import { cutsOf } from '@goalixa/domain/plans/time-entries-surgery'
import { splitStretch } from '@goalixa/domain/splits'
import { Flags } from '@oclif/core'
import { stretchOf } from '../../entry-placement.ts'
import { findEntry } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { splitWords, stretchWords } from '../../output/time-entries-surgery.ts'
import { entryArgs } from '../../row-args.ts'
import { splitCuts } from '../../split-cuts.ts'

export default class EntriesSplit extends GoalixaCommand {
  static override summary = 'Divide a time entry'
  static override description =
    'At times, by a ratio, or around a break. A time without a day is the first such time after the start of the entry. Each part keeps the text, labels, project and task; no second is lost but those of a break.'
  static override usage = '<%= command.id %> ENTRY [TIME...] [--ratio A:B...] [--break RANGE]'
  static override aliases = ['split']
  static override examples = [
    '<%= config.bin %> split @3 10:30 11:30',
    '<%= config.bin %> split @3 --ratio 1:2:1',
    '<%= config.bin %> split @3 --break 12:00-12:30',
  ]
  static override strict = false
  static override args = entryArgs
  static override flags = {
    ratio: Flags.string({ description: 'shares, such as 1:2:1', helpValue: 'A:B' }),
    break: Flags.string({ description: 'time to take out, such as 12:00-12:30', helpValue: 'RANGE' }),
    zone,
    ...changing,
  }
  static override readonly output = SplitTimeEntry

  override async run(): Promise<void> {
    const { args, flags, words } = await this.read(EntriesSplit)
    const { store, dates } = await this.open(flags)
    const entry = await findEntry(store, args.entry)
    const whole = stretchOf(entry, 'split')
    const body = splitCuts(words.slice(1), flags, whole, dates)
    const textOf = (instant: number) => localText(instant, dates.zone)
    for (const part of splitStretch(whole, cutsOf(body), dates.now, textOf))
      this.terminal.say(stretchWords(part, dates.zone))
    await this.change({
      would: 'timeEntries.split',
      input: { id: entry.id, ...body },
      flags,
      run: () => store.timeEntries.split(entry.id, body),
      words: (row) => splitWords(row, dates.zone),
    })
  }
}
