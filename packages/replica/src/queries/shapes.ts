/** Rows as the contracts have them: names resolved, instants as text, time counted up to now. */
import type { Client } from '@goalixa/contracts/clients'
import type { Label } from '@goalixa/contracts/labels'
import type { Project } from '@goalixa/contracts/projects'
import type { Settings } from '@goalixa/contracts/settings'
import { defaultSettings, settingsOf } from '@goalixa/domain/default-settings'
import type { Task } from '@goalixa/contracts/tasks'
import { AppError } from '@goalixa/contracts/errors'
import type { TimeEntry, TimedEntry } from '@goalixa/contracts/time-entries'
import { toInstantText } from '@goalixa/domain/calendar'
import { lengthOf, timesOf as entryTimesOf } from './entry-times.ts'
import { isLive, said } from '@goalixa/domain/plans/view'
import type { Row } from '@goalixa/domain/rows'
import { isTimed } from '@goalixa/domain/untimed'
import { membersOf } from '@goalixa/domain/rows'
import type { ReplicaReader } from '../storage.ts'
import { byCodePoint } from './in-order.ts'
import type { Lookup } from './view.ts'
import { createLookup, findRow, nameOf } from './view.ts'

export interface Shapes {
  toLabel(row: Row): Promise<Label>
  toClient(row: Row): Promise<Client>
  toProject(row: Row): Promise<Project>
  toTask(row: Row): Promise<Task>
  toTimeEntry(row: Row): Promise<TimeEntry>
  /** One that runs or ran. @throws AppError `time_entries.untimed` */
  toTimedEntry(row: Row): Promise<TimedEntry>
}

/** `nowMs`: up to where a running entry counts. */
export function createShapes(reader: ReplicaReader, nowMs: number): Shapes {
  const lookup = createLookup(reader)
  const now = Math.floor(nowMs / 1000)
  let checked: Promise<ReadonlyMap<string, string>> | undefined
  const checks = () => (checked ??= lastChecks(reader))
  const shapes: Shapes = {
    // The fields come in the order in which the server writes them: exports are the same byte for byte.
    toLabel: async (row) => ({
      id: row.id,
      ...named(row),
      archived: said(row, 'archived') as boolean,
      ...timesOf(row),
    }),
    toClient: async (row) => ({
      id: row.id,
      ...named(row),
      archived: said(row, 'archived') as boolean,
      ...timesOf(row),
    }),
    toProject: async (row) => ({
      id: row.id,
      ...named(row),
      ...(await clientOf(lookup, row)),
      billableDefault: said(row, 'billableDefault') as boolean,
      archived: said(row, 'archived') as boolean,
      labels: await labelNames(lookup, row),
      ...timesOf(row),
    }),
    async toTask(row) {
      const { status, completedAt } = said(row, 'status') as {
        status: Task['status']
        completedAt: number | null
      }
      const text = (register: string) => said(row, register) as string
      const projectId = said(row, 'projectId') as string | null
      return {
        id: row.id,
        title: text('title'),
        description: text('description'),
        status,
        projectId,
        project: projectId === null ? null : nameOf(await lookup.row('projects', projectId)),
        labels: await labelNames(lookup, row),
        priority: said(row, 'priority') as Task['priority'],
        due: text('due'),
        scheduled: text('scheduled'),
        waitUntil: text('waitUntil'),
        expiresAt: text('expiresAt'),
        estimateSeconds: said(row, 'estimateSeconds') as number | null,
        parentId: said(row, 'parentId') as string | null,
        dependsOn: membersOf(row.regs, 'dependsOn'),
        recurrence: said(row, 'recurrence') as string | null,
        recurrenceMode: said(row, 'recurrenceMode') as Task['recurrenceMode'],
        recurrenceZone: said(row, 'recurrenceZone') as string | null,
        previousId: said(row, 'previousId') as string | null,
        order: text('order'),
        blocked: await isBlocked(lookup, row),
        checkedOn: (await checks()).get(row.id) ?? null,
        trackedSeconds: secondsOf(await reader.entriesOfTask(row.id), now),
        ...timesOf(row),
        completedAt: completedAt === null ? null : toInstantText(completedAt),
      }
    },
    async toTimeEntry(row) {
      const projectId = said(row, 'projectId') as string | null
      return {
        id: row.id,
        description: said(row, 'description') as string,
        taskId: said(row, 'taskId') as string | null,
        projectId,
        project: projectId === null ? null : nameOf(await lookup.row('projects', projectId)),
        labels: await labelNames(lookup, row),
        ...entryTimesOf(row, now),
        billable: said(row, 'billable') as boolean,
        source: said(row, 'source') as string,
        ...timesOf(row),
      }
    },
    async toTimedEntry(row) {
      const entry = await shapes.toTimeEntry(row)
      if (!isTimed(entry)) throw new AppError('time_entries.untimed')
      return entry
    },
  }
  return shapes
}

async function clientOf(lookup: Lookup, row: Row): Promise<Pick<Project, 'clientId' | 'client'>> {
  const clientId = said(row, 'clientId') as string | null
  return { clientId, client: clientId === null ? null : nameOf(await lookup.row('clients', clientId)) }
}

/** Is a task open that this one depends on? */
async function isBlocked(lookup: Lookup, row: Row): Promise<boolean> {
  for (const id of membersOf(row.regs, 'dependsOn')) {
    const needed = await lookup.row('tasks', id)
    if (isLive(needed) && (said(needed, 'status') as { readonly status: string }).status === 'open')
      return true
  }
  return false
}

/** The last day that each task was checked on, by its id. */
async function lastChecks(reader: ReplicaReader): Promise<ReadonlyMap<string, string>> {
  const days = new Map<string, string>()
  for (const row of await reader.rowsOf('taskChecks')) {
    const [taskId, day] = [said(row, 'taskId') as string, said(row, 'checkDate') as string]
    if (day > (days.get(taskId) ?? '')) days.set(taskId, day)
  }
  return days
}

/** The settings of a user, or what holds until something is set. */
export async function readSettings(reader: ReplicaReader, userId: string): Promise<Settings> {
  const row = (await findRow(reader, 'settings', userId)) ?? { table: 'settings', id: userId, regs: {} }
  const settings = Object.keys(defaultSettings).map((name) => [name, said(row, name)])
  return settingsOf(Object.fromEntries(settings) as Settings)
}

const named = (row: Row) => ({
  name: said(row, 'name') as string,
  colour: said(row, 'colour') as string | null,
})

/** Epoch seconds at which the row was made. */
export const createdOf = (row: Row): number => said(row, 'createdAt') as number

/** Epoch seconds at which it was last changed. */
export const updatedOf = (row: Row): number =>
  Math.floor(Math.max(...Object.values(row.regs).map(({ stamp }) => stamp[0])) / 1000)

const timesOf = (row: Row) => ({
  createdAt: toInstantText(createdOf(row)),
  updatedAt: toInstantText(updatedOf(row)),
})

async function labelNames(lookup: Lookup, row: Row): Promise<string[]> {
  const names: string[] = []
  for (const id of membersOf(row.regs, 'label')) {
    const label = await lookup.row('labels', id)
    if (isLive(label)) names.push(nameOf(label)!)
  }
  return names.toSorted(byCodePoint)
}

const secondsOf = (entries: readonly Row[], now: number): number =>
  entries.reduce((all, row) => all + lengthOf(row, now), 0)
