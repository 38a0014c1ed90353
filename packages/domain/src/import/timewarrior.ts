/** Reads `timew export`: a tag is a label, the annotation the description. */
import { parse as parseUuid, v5 as uuidV5 } from 'uuid'
import { toInstantText } from '../calendar.ts'
import type { ImportPlan, PlannedTimeEntry, ReadOptions } from './import-plan.ts'
import { keepOneRunning } from './one-running.ts'
import { byLine, planRows } from './plan-rows.ts'
import { RowRefused, readInstant, readNames, readText } from './row-fields.ts'

/** Never to be changed: the ids of imported entries, and so what a second import finds, hang on it. */
const NAMESPACE = parseUuid('7c9f5a52-8e0d-5b43-9a1c-3f0f6d2b7e14')
const MAX_DESCRIPTION = 10_000

// `id` is a position in the list, not a name: it changes with every new interval.
const known = new Set(['id', 'start', 'end', 'tags', 'annotation'])

/**
 * The intervals of a `timew export`. An interval has the same id in each import of a user: it hangs on its start,
 * and on the order of those that start together. At most one entry of the plan runs.
 * @throws {AppError} `import.unreadable` when the text is no export, or breaks off and `partial` is not set.
 */
export function readTimewarrior(text: string, { userId, zone, partial }: ReadOptions): ImportPlan {
  const entries: PlannedTimeEntry[] = []
  const seen = new Map<number, number>()

  const { skipped, ...counts } = planRows({
    text,
    partial,
    known,
    read(fields, line) {
      const start = readInstant(fields, 'start')
      if (start === null) throw new RowRefused('"start" is missing')
      // Counted before anything can be refused: mending one row must not move the ids of others.
      const ordinal = seen.get(start) ?? 0
      seen.set(start, ordinal + 1)
      const end = readInstant(fields, 'end')
      if (end !== null && end < start) {
        throw new RowRefused(`it ends at ${toInstantText(end)}, before it starts at ${toInstantText(start)}`)
      }
      const id = uuidV5(`${userId}\ntimewarrior\n${start}\n${ordinal}`, NAMESPACE)
      const labels = readNames(fields, 'tags')
      const description = readText(fields, 'annotation', MAX_DESCRIPTION)
      entries.push({ line, id, description, labels, project: null, start, end, zone })
    },
  })

  const kept = keepOneRunning(entries)
  return {
    ...counts,
    timeEntries: kept.timeEntries,
    tasks: [],
    skipped: byLine([...skipped, ...kept.skipped]),
    notes: [],
  }
}
