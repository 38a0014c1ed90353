import { timeEntryBulkRoutes } from '@goalixa/contracts/bulk'
import { entrySurgeryRoutes as routes } from '@goalixa/contracts/time-entries-surgery'
import type { TimedEntry } from '@goalixa/contracts/time-entries'
import { fromInstantText } from '@goalixa/domain/calendar'
import {
  fillEntry,
  joinEntries,
  moveEntry,
  resizeEntry,
  splitEntry,
} from '@goalixa/domain/plans/time-entries-surgery'
import { changeEntries } from '@goalixa/domain/plans/bulk'
import { findGaps } from '@goalixa/domain/plans/gaps'
import { createShapes } from '@goalixa/replica/queries/shapes'
import { viewOf } from '@goalixa/replica/queries/view'
import { createLocalBulk } from './local-bulk.ts'
import type { LocalParts, Rule } from './local-rows.ts'
import { localEntry, localTimedEntry, readId, readItem, writeIntent } from './local-rows.ts'
import { readBody, readQuery } from './read-input.ts'
import type { Store } from './store.ts'

type Verbs = 'split' | 'join' | 'move' | 'resize' | 'fill' | 'gaps' | 'touching' | 'bulk'

export function createLocalEntrySurgery({
  withReplica,
  newId,
}: LocalParts): Pick<Store['timeEntries'], Verbs> {
  const idOf = (given: string) => readId(given, localEntry.missing)
  const change = (verb: string, id: string, rule: Rule<void>): Promise<TimedEntry> =>
    withReplica(async (replica) => {
      await writeIntent(replica, `timeEntries.${verb}`, rule, newId)
      return readItem(replica, localTimedEntry, id)
    })
  return {
    split: async (given, input) => {
      const id = idOf(given)
      const cuts = readBody(routes.split.body, input)
      return withReplica(async (replica) => {
        const rule: Rule<string[]> = (view, draft) => splitEntry(view, draft, id, cuts, newId)
        const ids = await writeIntent(replica, 'timeEntries.split', rule, newId)
        const items: TimedEntry[] = []
        for (const part of ids) items.push(await readItem(replica, localTimedEntry, part))
        return { items }
      })
    },
    join: async (input) => {
      const wanted = readBody(routes.join.body, input)
      return withReplica(async (replica) => {
        const { kept, removed, filledSeconds, overlapSeconds } = await writeIntent(
          replica,
          'timeEntries.join',
          (view, draft) => joinEntries(view, draft, wanted, newId),
          newId,
        )
        const entry = await readItem(replica, localTimedEntry, kept)
        return { ...entry, removed: [...removed], filledSeconds, overlapSeconds }
      })
    },
    move: async (given, input) => {
      const id = idOf(given)
      const wanted = readBody(routes.move.body, input)
      return change('move', id, (view, draft) => moveEntry(view, draft, id, wanted, newId))
    },
    resize: async (given, input) => {
      const id = idOf(given)
      const wanted = readBody(routes.resize.body, input)
      return change('resize', id, (view, draft) => resizeEntry(view, draft, id, wanted, newId))
    },
    fill: async (given, input) => {
      const id = idOf(given)
      const wanted = readBody(routes.fill.body, input)
      return change('fill', id, (view, draft) => fillEntry(view, draft, id, wanted, newId))
    },
    bulk: createLocalBulk(
      { withReplica, newId },
      'timeEntries',
      timeEntryBulkRoutes.bulk.body,
      changeEntries,
    ),
    gaps: async (asked) => {
      const query = readQuery(routes.gaps.query, asked)
      return withReplica(
        (replica) => replica.read((reader) => findGaps(viewOf(reader, replica.userId), query, replica.now())),
        'fresh',
      )
    },
    touching: ({ from, to }) =>
      withReplica(
        (replica) =>
          replica.read(async (reader) => {
            const rows = await reader.entriesTouching(fromInstantText(from), fromInstantText(to))
            const shapes = createShapes(reader, replica.now())
            return Promise.all(rows.slice(0, 500).map((row) => shapes.toTimeEntry(row)))
          }),
        'at once',
      ),
  }
}
