/** Of the rows of a file that have no end, one goes on running. */
import { toInstantText } from '../calendar.ts'
import type { PlannedTimeEntry, SkippedRow } from './import-plan.ts'

interface Split {
  readonly timeEntries: readonly PlannedTimeEntry[]
  readonly skipped: readonly SkippedRow[]
}

/** The latest entry without an end runs, and of equals the one with the greater id; the others are skipped. */
export function keepOneRunning(entries: readonly PlannedTimeEntry[]): Split {
  const running = latestRunning(entries)
  const kept = (entry: PlannedTimeEntry) => entry.end !== null || entry === running
  return {
    timeEntries: entries.filter(kept),
    skipped: entries
      .filter((entry) => !kept(entry))
      .map(({ line, start }) => ({ line, message: stillOpen(start, running?.line), unreadable: false })),
  }
}

function stillOpen(start: number, runningLine: number | undefined): string {
  return `it starts at ${toInstantText(start)} and has no end; only one timer can run, the one on line ${runningLine}`
}

function latestRunning(entries: readonly PlannedTimeEntry[]): PlannedTimeEntry | undefined {
  return entries
    .filter((entry) => entry.end === null)
    .reduce<PlannedTimeEntry | undefined>((latest, entry) => {
      if (latest === undefined || entry.start > latest.start) return entry
      return entry.start === latest.start && entry.id > latest.id ? entry : latest
    }, undefined)
}
