/** Filters over the rows of a device: what the server asks its database is answered here by the rules of the domain. */
import type { FilterRow, Needs } from '@goalixa/domain/filters/evaluate'
import { needsOf, testOf } from '@goalixa/domain/filters/evaluate'
import type { FilterKind } from '@goalixa/domain/filters/tree'
import { fromInstantText } from '@goalixa/domain/calendar'
import { isRunning, spanOf } from '@goalixa/domain/one-running-timer'
import { untimedOf } from '@goalixa/domain/untimed'
import { type FilterAsked, filterOf } from '@goalixa/domain/plans/filters'
import { isLive, said } from '@goalixa/domain/plans/view'
import type { Row, TableName } from '@goalixa/domain/rows'
import { membersOf } from '@goalixa/domain/rows'
import type { ReplicaReader } from '../storage.ts'
import { lengthOf } from './entry-times.ts'
import type { Asking } from './lists.ts'
import { createdOf } from './shapes.ts'
import type { Lookup } from './view.ts'
import { createLookup, nameOf, viewOf } from './view.ts'

type Asked = Omit<FilterAsked, 'filter'> & { readonly filter?: string | undefined }

/** Does a task fit? Every one does without a filter. @throws AppError `filter.invalid` */
export const taskTest = (reader: ReplicaReader, asking: Asking, asked: Asked) =>
  test(reader, asking, asked, 'tasks', taskRow)

/** Does a time entry fit? Every one does without a filter. @throws AppError `filter.invalid` */
export const entryTest = (reader: ReplicaReader, asking: Asking, asked: Asked) =>
  test(reader, asking, asked, 'timeEntries', entryRow)

interface Reading {
  readonly reader: ReplicaReader
  readonly lookup: Lookup
  readonly needs: Needs
  /** Epoch seconds. */
  readonly now: number
}
type RowReader = (row: Row, reading: Reading) => Promise<FilterRow>

async function test(
  reader: ReplicaReader,
  { userId, nowMs }: Asking,
  { filter: text, zone, weekStart }: Asked,
  kind: FilterKind,
  read: RowReader,
): Promise<(row: Row) => Promise<boolean>> {
  if (text === undefined) return async () => true
  const names = {
    labels: () => namesIn(reader, 'labels'),
    clients: () => namesIn(reader, 'clients'),
    projects: () => namesIn(reader, 'projects'),
  }
  const view = viewOf(reader, userId)
  const filter = await filterOf({ filter: text, zone, weekStart }, kind, { view, names, nowMs })
  const fits = testOf(filter)
  const reading = { reader, lookup: createLookup(reader), needs: needsOf(filter), now: filter.now }
  return async (row) => fits(await read(row, reading))
}

const namesIn = async (reader: ReplicaReader, table: TableName) =>
  (await reader.rowsOf(table)).filter(isLive).map((row) => ({ id: row.id, name: nameOf(row) ?? '' }))

async function taskRow(row: Row, reading: Reading): Promise<FilterRow> {
  const { needs, now } = reading
  const { status, completedAt } = said(row, 'status') as { status: string; completedAt: number | null }
  const entries = needs.tracked || needs.running ? await reading.reader.entriesOfTask(row.id) : []
  const time = (register: string) => {
    const value = said(row, register) as string | null
    return value === null || value.length === 10 ? value : fromInstantText(value)
  }
  return {
    ...(await belongingOf(row, reading)),
    choices: { status, priority: said(row, 'priority') as string },
    times: {
      due: time('due'),
      scheduled: time('scheduled'),
      completed: completedAt,
      created: createdOf(row),
    },
    seconds: {
      estimate: said(row, 'estimateSeconds') as number | null,
      tracked: entries.reduce((all, entry) => all + lengthOf(entry, now), 0),
    },
    texts: { title: said(row, 'title') as string, description: said(row, 'description') as string },
    source: '',
    isBillable: false,
    isRunning: entries.some(isRunning),
    isBlocked: needs.blocked && (await isBlocked(row, reading.lookup)),
  }
}

async function entryRow(row: Row, reading: Reading): Promise<FilterRow> {
  const untimed = untimedOf(row)
  // An untimed entry has a day in the place of both its times.
  const { start, end } = untimed === undefined ? spanOf(row) : { start: untimed.date, end: untimed.date }
  return {
    ...(await belongingOf(row, reading)),
    choices: { status: undefined, priority: undefined },
    times: { start, end, created: createdOf(row) },
    seconds: { duration: lengthOf(row, reading.now) },
    texts: { description: said(row, 'description') as string },
    source: said(row, 'source') as string,
    isBillable: said(row, 'billable') as boolean,
    isRunning: end === null,
    isBlocked: false,
  }
}

/** The project with its client, and the labels of the row, its task and its project; those in the trash pass theirs on too. */
async function belongingOf(row: Row, { lookup, needs }: Reading) {
  const projectId = said(row, 'projectId') as string | null
  const project =
    projectId === null || !(needs.labels || needs.client)
      ? undefined
      : await lookup.row('projects', projectId)
  const clientId = project === undefined ? null : (said(project, 'clientId') as string | null)
  if (!needs.labels) return { projectId, clientId, labelIds: [] }
  const taskId = row.table === 'timeEntries' ? (said(row, 'taskId') as string | null) : null
  const owners = [row, taskId === null ? undefined : await lookup.row('tasks', taskId), project]
  return {
    projectId,
    clientId,
    labelIds: owners.flatMap((owner) => (owner === undefined ? [] : membersOf(owner.regs, 'label'))),
  }
}

async function isBlocked(row: Row, lookup: Lookup): Promise<boolean> {
  for (const id of membersOf(row.regs, 'dependsOn')) {
    const needed = await lookup.row('tasks', id)
    if (isLive(needed) && (said(needed, 'status') as { status: string }).status === 'open') return true
  }
  return false
}
