/** What `--overlap` would do to other entries, before it is done: the plan that the rule will follow. */
import type { OverlapPolicy, TimeEntry } from '@goalixa/contracts/time-entries'
import { fromInstantText, toInstantText } from '@goalixa/domain/calendar'
import type { DateContext } from '@goalixa/domain/calendar'
import { formatDuration } from '@goalixa/domain/durations'
import { planOverlaps } from '@goalixa/domain/overlap-policies'
import type { Stretch } from '@goalixa/domain/overlap-policies'
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
  readonly policy: OverlapPolicy
  /** The entry that moves: it is not in its own way. */
  readonly entryId?: string
}

/** @throws AppError `time_entries.overlap` where the rule would */
export async function previewOverlaps(
  store: Pick<Store, 'timeEntries'>,
  { policy, start, end, entryId }: Placement,
  { now, zone }: DateContext,
): Promise<OverlapPreview> {
  const found = await entriesTouching(store, start, end ?? Math.max(start, now))
  const entries = new Map(found.filter(({ id }) => id !== entryId).map((entry) => [entry.id, entry]))
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
    doubts:
      changed === 0
        ? []
        : [
            `It takes ${formatDuration(takenSeconds)} from ${changed === 1 ? '1 entry' : `${changed} entries`}`,
          ],
  }
}

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
