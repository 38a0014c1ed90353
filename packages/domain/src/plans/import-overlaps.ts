/** Entries of an import that overlap what is here, or one another: imported as they are, and told. */
import type { ImportOverlap } from '@goalixa/contracts/imports'
import { toInstantText } from '../calendar.ts'
import type { PlannedTimeEntry } from '../import/import-plan.ts'
import { spanOf } from '../one-running-timer.ts'
import { untimedOf } from '../untimed.ts'
import { said } from './view.ts'
import type { View } from './view.ts'

interface Placed {
  readonly id: string
  /** Null of an entry that is here. */
  readonly line: number | null
  readonly start: number
  /** Of a running one now, until which it lasts; never before its start. */
  readonly end: number
  readonly isRunning: boolean
  readonly description: string
}

/** Entries of the file that are looked at together. */
const portion = 500

/**
 * `now` in seconds since the epoch. By the id of an entry of the file, one entry that it overlaps, in the order of their starts. Touching is no overlap,
 * and an empty entry overlaps nothing (D2). Ask before anything is drafted: what is here must not be the file itself.
 */
export async function findOverlaps(
  view: View,
  entries: readonly PlannedTimeEntry[],
  now: number,
): Promise<Map<string, ImportOverlap>> {
  const planned = entries.toSorted((a, b) => a.start - b.start)
  const found = new Map<string, ImportOverlap>()
  const tell = (one: Placed, other: Placed) => {
    if (one.line !== null && !found.has(one.id)) found.set(one.id, overlapOf(one, one.line, other))
  }
  let ofFile: ReadonlySet<string> | undefined
  /** Of all that began, the one that ends last: who overlaps any of them overlaps it, or was told already. */
  let reach: Placed | undefined
  for (let at = 0; at < planned.length; at += portion) {
    const some = planned.slice(at, at + portion).map((entry) => placed(entry, now))
    const until = some.reduce((last, { end }) => Math.max(last, end), 0)
    const touching = (await view.entriesTouching(some[0]!.start, until)).filter(
      (row) => untimedOf(row) === undefined,
    )
    if (touching.length > 0) ofFile ??= new Set(entries.map(({ id }) => id))
    const here = touching.filter(({ id }) => ofFile?.has(id) !== true).map((row) => placedRow(row, now))
    for (const one of [...here, ...some]
      .filter(({ start, end }) => end !== start)
      .toSorted((a, b) => a.start - b.start)) {
      if (reach !== undefined && reach.id !== one.id && one.start < reach.end) {
        tell(one, reach)
        tell(reach, one)
      }
      if (reach === undefined || one.end > reach.end) reach = one
    }
  }
  return found
}

const placed = ({ id, line, start, end, description }: PlannedTimeEntry, now: number): Placed => ({
  id,
  line,
  start,
  end: end ?? Math.max(start, now),
  isRunning: end === null,
  description,
})

function placedRow(row: Parameters<typeof spanOf>[0], now: number): Placed {
  const { start, end } = spanOf(row)
  return {
    id: row.id,
    line: null,
    start,
    end: end ?? Math.max(start, now),
    isRunning: end === null,
    description: said(row, 'description') as string,
  }
}

const spanWords = ({ start, end, isRunning, description }: Placed) => ({
  start: toInstantText(start),
  end: isRunning ? null : toInstantText(end),
  text: description,
})

const overlapOf = (one: Placed, line: number, other: Placed): ImportOverlap => ({
  line,
  ...spanWords(one),
  with: { line: other.line, ...spanWords(other) },
})
