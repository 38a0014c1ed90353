/** One change of many rows. What is new, such as a label, is made once for all of them. */
import { AppError } from '@goalixa/contracts/errors'
import type { TaskBulk, TimeEntryBulk } from '@goalixa/contracts/bulk'
import type { TableName } from '../rows.ts'
import { membersOf, membershipValues } from '../rows.ts'
import { idsByName, knownIds } from './names.ts'
import { projectNamed } from './projects.ts'
import { deleteTask, setTaskStatus, updateTask } from './task-changes.ts'
import { requireTask } from './tasks.ts'
import { deleteEntry, requireEntry, updateEntry } from './time-entries.ts'
import type { Draft, NewId, View } from './view.ts'

/** @throws AppError `tasks.not_found` for any of them, and what changing one throws; then none is changed */
export async function changeTasks(view: View, draft: Draft, input: TaskBulk, newId: NewId): Promise<void> {
  const { ids, verb, patch = {} } = input
  const all = await readAtOnce(view, 'tasks', ids)
  if (verb === 'delete') return each(ids, (id) => deleteTask(all, draft, id))
  if (verb === 'done') return each(ids, (id) => setTaskStatus(all, draft, id, 'done'))
  const { project, projectId, ...rest } = patch
  const into = await projectNamed(all, draft, { project, projectId }, newId)
  const labels = await labelsOf(all, draft, input, newId)
  await each(ids, async (id) => {
    await updateTask(all, draft, id, rest, newId)
    draft.patch('tasks', id, {
      projectId: into,
      ...labels(membersOf((await requireTask(all, id)).regs, 'label')),
    })
  })
}

/** @throws AppError `time_entries.not_found` for any of them, and what changing one throws; then none is changed */
export async function changeEntries(
  view: View,
  draft: Draft,
  input: TimeEntryBulk,
  newId: NewId,
): Promise<void> {
  const { ids, verb, patch = {} } = input
  const all = await readAtOnce(view, 'timeEntries', ids)
  if (verb === 'delete') return each(ids, (id) => deleteEntry(all, draft, id))
  const { project, projectId, ...rest } = patch
  const into = await projectNamed(all, draft, { project, projectId }, newId)
  const labels = await labelsOf(all, draft, input, newId)
  await each(ids, async (id) => {
    await updateEntry(all, draft, id, rest, newId)
    const now = membersOf((await requireEntry(all, id)).regs, 'label')
    draft.patch('timeEntries', id, { projectId: into, ...labels(now) })
  })
}

async function each(ids: readonly string[], change: (id: string) => Promise<void>): Promise<void> {
  for (const id of ids) await change(id)
}

const mostLabels = 50

/** Registers of a row that has these labels now. Names of labels to take off that nobody has are passed over. */
async function labelsOf(
  view: View,
  draft: Draft,
  { addLabels = [], removeLabels = [] }: Pick<TaskBulk, 'addLabels' | 'removeLabels'>,
  newId: NewId,
) {
  const add = [...(await idsByName(view, draft, 'labels', addLabels, newId)).values()]
  const remove = new Set((await knownIds(view, 'labels', removeLabels)).values())
  return (now: readonly string[]): Record<string, boolean> => {
    const wanted = [...new Set([...now, ...add])].filter((id) => !remove.has(id))
    if (wanted.length > mostLabels && wanted.length > now.length)
      throw new AppError('request.invalid', `addLabels: a row has ${mostLabels} labels at most`, {
        fields: [{ path: 'addLabels', message: `a row has ${mostLabels} labels at most` }],
      })
    return membershipValues('label', now, wanted)
  }
}

/** The same view, with these rows read in one go: the server would ask for them one by one. */
async function readAtOnce(view: View, table: TableName, ids: readonly string[]): Promise<View> {
  const known = new Map((await view.rows(table, ids)).map((row) => [row.id, row]))
  const asked = new Set(ids)
  return {
    ...view,
    rows: async (wanted, some) =>
      wanted === table && some.every((id) => asked.has(id))
        ? some.flatMap((id) => known.get(id) ?? [])
        : view.rows(wanted, some),
  }
}
