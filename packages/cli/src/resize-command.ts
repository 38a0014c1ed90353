/** `resize`, `lengthen` and `shorten`: one entry gets another length. */
import { TimeEntry } from '@goalixa/contracts/time-entries'
import type { NewLength } from '@goalixa/domain/entry-spans'
import { resizedStretch } from '@goalixa/domain/entry-spans'
import { parseDuration } from '@goalixa/domain/durations'
import { Args, Flags } from '@oclif/core'
import { placementOf, stretchOf } from './entry-placement.ts'
import { findEntry } from './find-rows.ts'
import { changing, overlap, zone } from './flags.ts'
import { GoalixaCommand } from './goalixa-command.ts'
import { placedWords } from './output/time-entries-surgery.ts'
import { entryArgs } from './row-args.ts'

export const resizeArgs = {
  ...entryArgs,
  duration: Args.string({ description: 'such as 15m or 1h30m', required: true, ignoreStdin: true }),
}
export const resizeFlags = {
  start: Flags.boolean({ description: 'its start moves, instead of its end' }),
  overlap,
  zone,
  ...changing,
}

interface Typed {
  readonly args: { readonly entry: string; readonly duration: string }
  readonly flags: {
    readonly start: boolean
    readonly overlap?: 'allow' | 'trim' | 'split' | 'forbid' | undefined
    readonly zone?: string | undefined
    readonly 'dry-run': boolean
    readonly yes: boolean
  }
}

export abstract class ResizeCommand extends GoalixaCommand {
  static override readonly output = TimeEntry

  protected async resize(
    { args, flags }: Typed,
    verb: string,
    lengthOf: (seconds: number) => NewLength,
  ): Promise<void> {
    const { store, dates } = await this.open(flags)
    const length = lengthOf(parseDuration(args.duration, { clock: true }))
    const entry = await findEntry(store, args.entry)
    const edge = flags.start ? 'start' : 'end'
    const was = stretchOf(entry, 'resized')
    const stretch = resizedStretch(was, length, edge)
    const placing = { store, terminal: this.terminal, dates, flags, except: [entry.id], was, stretch }
    const { doubts, overlaps } = await placementOf(placing)
    const body = { ...length, edge, overlap: flags.overlap } as const
    const [would, input] = ['timeEntries.resize', { id: entry.id, ...body }]
    if (flags['dry-run'] && overlaps) return overlaps.show(this.terminal, { would, input, doubts })
    await this.change({
      would,
      input,
      flags,
      doubts,
      run: () => store.timeEntries.resize(entry.id, body),
      words: (row) => placedWords(verb, row, dates.zone),
    })
  }
}
