import { TimeEntry } from '@goalixa/contracts/time-entries'
import { toInstantText } from '@goalixa/domain/calendar'
import { daysOf, filledStretch } from '@goalixa/domain/entry-spans'
import { isTimed } from '@goalixa/domain/untimed'
import { Flags } from '@oclif/core'
import { placementOf, stretchOf } from '../../entry-placement.ts'
import { findEntry } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { placedWords } from '../../output/time-entries-surgery.ts'
import { entryArgs } from '../../row-args.ts'

export default class EntriesFill extends GoalixaCommand {
  static override summary = 'Extend a time entry to the entries before and after it'
  static override description =
    'Neighbours are those of its own days. An edge without one, or that touches one, stays where it is.'
  static override usage = '<%= command.id %> ENTRY [--edge start|end]'
  static override aliases = ['fill']
  static override examples = ['<%= config.bin %> fill @1', '<%= config.bin %> entries fill @2 --edge end']
  static override args = entryArgs
  static override flags = {
    edge: Flags.option({ options: ['start', 'end'] as const, description: 'only this edge' })(),
    zone,
    ...changing,
  }
  static override readonly output = TimeEntry

  override async run(): Promise<void> {
    const { args, flags } = await this.read(EntriesFill)
    const { store, dates } = await this.open(flags)
    const entry = await findEntry(store, args.entry)
    const own = stretchOf(entry, 'filled up')
    const { from, to } = daysOf(own, dates.zone)
    const found = await store.timeEntries.touching({ from: toInstantText(from), to: toInstantText(to) })
    const others = found
      .filter((other) => isTimed(other) && other.id !== entry.id)
      .map((other) => stretchOf(other, 'in the way'))
    const edges = flags.edge === undefined ? (['start', 'end'] as const) : [flags.edge]
    const stretch = filledStretch(own, others, { edges, zone: dates.zone, asOf: dates.now })
    const { doubts } = await placementOf({
      store,
      terminal: this.terminal,
      dates,
      flags,
      except: [entry.id],
      was: own,
      stretch,
    })
    const body = { edge: flags.edge, zone: dates.zone }
    await this.change({
      would: 'timeEntries.fill',
      input: { id: entry.id, ...body },
      flags,
      doubts,
      run: () => store.timeEntries.fill(entry.id, body),
      words: (row) => placedWords('Filled', row, dates.zone),
    })
  }
}
