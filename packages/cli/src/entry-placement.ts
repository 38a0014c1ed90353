/** An entry that is to be somewhere else: what it would be, what is doubtful about that, and what is in its way. */
import type { OverlapPolicy, TimeEntry } from '@goalixa/contracts/time-entries'
import { fromInstantText } from '@goalixa/domain/calendar'
import type { DateContext } from '@goalixa/domain/calendar'
import type { Stretch } from '@goalixa/domain/overlap-policies'
import { isTimed, untimedError } from '@goalixa/domain/untimed'
import { doubtsOf } from './moments.ts'
import { stretchWords } from './output/time-entries-surgery.ts'
import type { Terminal } from './output/terminal.ts'
import type { OverlapPreview } from './overlap-preview.ts'
import { overlapsOf } from './overlap-preview.ts'
import type { Store } from './store.ts'

/** In epoch seconds. @throws AppError `time_entries.untimed` for one without times, which cannot be `done` */
export function stretchOf(entry: Pick<TimeEntry, 'start' | 'end' | 'date'>, done: string): Stretch {
  if (!isTimed(entry)) throw untimedError(entry.date ?? '', done)
  const { start, end } = entry
  return { start: fromInstantText(start), end: end === null ? null : fromInstantText(end) }
}

interface Placing {
  readonly store: Store
  readonly terminal: Terminal
  readonly dates: DateContext
  readonly flags: {
    readonly overlap?: OverlapPolicy | undefined
    readonly 'dry-run'?: boolean
    readonly yes?: boolean
  }
  /** Entries that are not in the way. */
  readonly except: readonly string[]
  /** Where the entry is now. */
  readonly was?: Stretch
  readonly stretch: Stretch
}

interface Placement {
  readonly doubts: readonly string[]
  /** Set when `--dry-run` has more to show than the request. */
  readonly overlaps: OverlapPreview | undefined
}

/** Says where it would be and what is in the way. @throws AppError `time_entries.overlap` where the rule would */
export async function placementOf(placing: Placing): Promise<Placement> {
  const { store, terminal, dates, flags, except, was, stretch } = placing
  terminal.say(stretchWords(stretch, dates.zone))
  const placed = { policy: flags.overlap, ...stretch, except, ...(was && { was }) }
  const overlaps = await overlapsOf(store, placed, dates, flags)
  if (flags['dry-run'] !== true) terminal.say(overlaps?.words ?? '')
  const lasting = { start: stretch.start, end: stretch.end ?? dates.now }
  return { overlaps, doubts: [...doubtsOf(lasting, dates), ...(overlaps?.doubts ?? [])] }
}
