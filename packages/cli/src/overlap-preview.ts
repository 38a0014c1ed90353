/** What `--overlap` would do to other entries, before it is done: the plan that the rule will follow. */
import { AppError } from '@goalixa/contracts/errors'
import type { OverlapPolicy, TimeEntry } from '@goalixa/contracts/time-entries'
import { fromInstantText, toInstantText } from '@goalixa/domain/calendar'
import type { DateContext } from '@goalixa/domain/calendar'
import { formatDuration } from '@goalixa/domain/durations'
import { planOverlaps } from '@goalixa/domain/overlap-policies'
import type { Stretch } from '@goalixa/domain/overlap-policies'
import { isTimed } from '@goalixa/domain/untimed'
import type { DryRun } from './dry-run.ts'
import { overlapWords } from './output/overlaps.ts'
import type { Terminal } from './output/terminal.ts'
import type { Store } from './store.ts'

export interface OverlapPreview {
  readonly document: NonNullable<DryRun['overlaps']>
  /** One line for each entry that is in the way. */
  readonly words: string
  /** Why somebody should look twice; empty when every entry keeps its time. */
  readonly doubts: readonly string[]
  /** Prints it instead of doing it. */
  readonly show: (terminal: Terminal, change: Shown) => Promise<void>
}

interface Shown {
  readonly would: string
  readonly input: unknown
  /** Of the preview and others. */
  readonly doubts: readonly string[]
}

interface Placement extends Stretch {
  /** Undefined: that of the settings; where these say none, others stay, and somebody should know that they are crossed. */
  readonly policy: OverlapPolicy | undefined
  /** Where it is now: what it overlaps there already is no news. */
  readonly was?: Stretch
  /** Entries that are not in the way: the one that moves, those that are joined. */
  readonly except?: readonly string[]
  /** A timer that starts stops the one that runs, which is not in its way then. */
  readonly starts?: boolean
}

interface Flags {
  readonly 'dry-run'?: boolean
  readonly yes?: boolean
}

/**
 * What stands in the way of an entry, before it is written. Undefined: nothing to show or ask, either because no policy
 * was chosen and the place is free, or because of `--yes`, which asks nothing.
 * @throws AppError `time_entries.overlap` where the rule would
 */
export async function overlapsOf(
  store: Pick<Store, 'timeEntries' | 'settings'>,
  given: Placement,
  dates: DateContext,
  flags: Flags,
): Promise<OverlapPreview | undefined> {
  if (given.policy === undefined && flags.yes === true && flags['dry-run'] !== true) return undefined
  const usual = given.policy === undefined ? await store.settings.get().catch(unknown) : undefined
  const placement = { ...given, policy: given.policy ?? usual?.overlap ?? undefined }
  if (placement.policy !== undefined) return previewOverlaps(store, placement, dates)
  const preview = await previewOverlaps(store, placement, dates).catch(unknown)
  return preview?.doubts.length === 0 ? undefined : preview
}

/** Nobody asked for a preview: the write itself will meet the failure, such as that nobody is signed in, and tell it. */
function unknown(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error
}

/** @throws AppError `time_entries.overlap` where the rule would */
export async function previewOverlaps(
  store: Pick<Store, 'timeEntries'>,
  { policy: chosen, start, end, was, except = [], starts = false }: Placement,
  { now, zone }: DateContext,
): Promise<OverlapPreview> {
  const policy = chosen ?? 'allow'
  const until = end ?? Math.max(start, now)
  const found =
    chosen === undefined
      ? await store.timeEntries.touching({ from: toInstantText(start), to: toInstantText(until) })
      : await entriesTouching(store, start, until)
  const inTheWay = found
    .filter(isTimed)
    .filter((entry) => !except.includes(entry.id) && !(starts && entry.end === null))
  const entries = new Map(inTheWay.map((entry) => [entry.id, entry]))
  const placed = [...entries.values()].map((entry) => ({
    id: entry.id,
    description: entry.description,
    start: fromInstantText(entry.start),
    end: entry.end === null ? null : fromInstantText(entry.end),
  }))
  const { changes, takenSeconds } = planOverlaps(policy, { start, end }, placed, now)
  const document: OverlapPreview['document'] = {
    policy,
    takenSeconds,
    changes: changes.map(({ before, after, ...change }) => ({
      ...change,
      description: entries.get(change.id)!.description,
      before: instantsOf(before),
      after: after.map(instantsOf),
    })),
  }
  const shared = new Map(
    was && planOverlaps('allow', was, placed, now).changes.map((known) => [known.id, known.overlapSeconds]),
  )
  const crossed = changes.filter(({ id, overlapSeconds }) => overlapSeconds > (shared.get(id) ?? 0)).length
  const changed = changes.filter(({ what }) => what !== 'keep').length
  const named = document.changes.map((change) => ({ ...change, entry: entries.get(change.id)! }))
  const words = overlapWords(named, zone)
  return {
    document,
    words,
    async show(terminal, { would, input, doubts }) {
      const { dryRunWords } = await import('./dry-run.ts')
      const plan: DryRun = { dryRun: true, would, input, overlaps: document }
      for (const doubt of doubts) terminal.say(`${doubt}: this would need --yes`)
      if (terminal.json) return terminal.document(plan)
      terminal.result(`${dryRunWords(plan)}\n${words === '' ? 'No entry is in the way.' : words}`)
    },
    doubts: [
      ...(changed === 0 ? [] : [`It takes ${formatDuration(takenSeconds)} from ${countText(changed)}`]),
      ...(chosen !== undefined || crossed === 0 ? [] : [`It crosses ${countText(crossed)}`]),
    ],
  }
}

const countText = (count: number): string => (count === 1 ? '1 entry' : `${count} entries`)

const instantsOf = ({ start, end }: Stretch) => ({
  start: toInstantText(start),
  end: end === null ? null : toInstantText(end),
})

async function entriesTouching(
  store: Pick<Store, 'timeEntries'>,
  from: number,
  to: number,
): Promise<TimeEntry[]> {
  const range = { from: toInstantText(from), to: toInstantText(to), limit: 500 }
  const found: TimeEntry[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await store.timeEntries.list({ ...range, ...(cursor === undefined ? {} : { cursor }) })
    found.push(...page.items)
    cursor = page.nextCursor
  }
  return found
}
