/**
 * What a personal access token for one project reaches. Its rows are the tasks and time entries of the project, the
 * checks of these tasks, and the project itself to be read; labels are words that all projects share, so they may be
 * named and not made. Everything else is as if it were not there.
 */
import { AppError } from '@goalixa/contracts/errors'
import type { Patch, WorkingRows } from '@goalixa/domain/apply-operations'
import { isRunning } from '@goalixa/domain/one-running-timer'
import type { View } from '@goalixa/domain/plans/view'
import { said } from '@goalixa/domain/plans/view'
import type { Row, TableName } from '@goalixa/domain/rows'

/** Reads rows of a table by their ids. */
type ReadRows = (table: TableName, ids: readonly string[]) => Promise<readonly Row[]>

/** What says no project is of the one that the token is for. */
export const intoProject = <Input extends { readonly project?: unknown; readonly projectId?: unknown }>(
  input: Input,
  projectId: string | undefined,
): Input =>
  projectId === undefined || input.project !== undefined || input.projectId !== undefined
    ? input
    : { ...input, projectId }

/** The rows that are of the project. */
async function rowsWithin(projectId: string, rows: readonly Row[], read: ReadRows): Promise<Row[]> {
  const checked = rows.flatMap((row) => (row.table === 'taskChecks' ? [said(row, 'taskId') as string] : []))
  const tasks = checked.length === 0 ? [] : await read('tasks', [...new Set(checked)])
  const taskIds = new Set(tasks.filter((task) => said(task, 'projectId') === projectId).map(({ id }) => id))
  return rows.filter((row) => {
    if (row.table === 'tasks' || row.table === 'timeEntries') return said(row, 'projectId') === projectId
    return row.table === 'taskChecks' && taskIds.has(said(row, 'taskId') as string)
  })
}

/** The view as a token for the project has it: rules neither see nor change anything else. */
export function viewWithin(view: View, projectId: string): View {
  const within = (rows: readonly Row[]) => rowsWithin(projectId, rows, view.rows)
  const readable = async (table: TableName, ids: readonly string[]): Promise<readonly Row[]> => {
    if (table === 'labels' || table === 'settings') return view.rows(table, ids)
    if (table === 'projects')
      return view.rows(
        table,
        ids.filter((id) => id === projectId),
      )
    return within(await view.rows(table, ids))
  }
  const one = async (row: Row | undefined) => (row === undefined ? undefined : (await within([row]))[0])
  return {
    userId: view.userId,
    rows: readable,
    async named(table, names) {
      const found = await view.named(table, names)
      return table === 'labels' ? found : found.filter(({ id }) => table === 'projects' && id === projectId)
    },
    running: async () => one(await view.running()),
    latestEnded: async () => one(await view.latestEnded()),
    entriesTouching: async (from, to) => within(await view.entriesTouching(from, to)),
  }
}

interface Written {
  readonly projectId: string
  readonly patches: readonly Patch[]
  readonly before: WorkingRows['rows']
  readonly after: WorkingRows['rows']
}

/**
 * Every row that a write touched, by its own patches or by a rule, was of the project and still is.
 * @throws AppError `tokens.other_project`; then nothing is written
 */
export async function requireWithin(
  { projectId, patches, before, after }: Written,
  read: ReadRows,
): Promise<void> {
  // Of two timers one is stopped: the other is not this token's to stop, and when it began not its to know.
  const running = [...before.values()].filter((row) => row.table === 'timeEntries' && runs(row))
  const isForeign = (await rowsWithin(projectId, running, read)).length < running.length
  if (isForeign && patches.some((patch) => patch.table === 'timeEntries' && runs(patch)))
    throw new AppError('tokens.other_project', 'a timer that is not of this project runs', {
      try: 'stop it with a sign-in of your own: goalixa stop',
    })
  const touched = [...after].filter(([key, row]) => before.get(key) !== row)
  const rows = touched.flatMap(([key, row]) => [row, before.get(key) ?? row])
  const mine = new Set(await rowsWithin(projectId, rows, read))
  const foreign = rows.find((row) => !mine.has(row))
  if (foreign?.table === 'labels')
    throw new AppError('tokens.other_project', 'the label is new, and labels belong to all projects', {
      try: 'use a label that there is, or make it with a sign-in of your own',
    })
  if (foreign !== undefined) throw new AppError('tokens.other_project')
}

const runs = (row: Row): boolean => row.regs['span'] !== undefined && isRunning(row)
