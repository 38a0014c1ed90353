/**
 * The store that answers from the replica on this device: at once, with or without network. Rules and documents are
 * those of the server. Accounts and tokens are the server's own, and are asked of it.
 */
import { timeEntryRoutes } from '@goalixa/contracts/time-entries'
import { taskRoutes } from '@goalixa/contracts/tasks'
import { projectRoutes } from '@goalixa/contracts/projects'
import { labelRoutes } from '@goalixa/contracts/labels'
import { importRoutes } from '@goalixa/contracts/imports'
import { reportRoutes } from '@goalixa/contracts/reports'
import type { TimerStarted } from '@goalixa/contracts/timer'
import { timerRoutes } from '@goalixa/contracts/timer'
import { createLabel, deleteLabel, updateLabel } from '@goalixa/domain/plans/labels'
import { createProject, deleteProject, updateProject } from '@goalixa/domain/plans/projects'
import { createTask, deleteTask, setTaskStatus, updateTask } from '@goalixa/domain/plans/tasks'
import type { DraftedEntry } from '@goalixa/domain/plans/time-entries'
import { createEntry, deleteEntry, updateEntry } from '@goalixa/domain/plans/time-entries'
import { cancelTimer, continueTimer, startTimer, stopTimer } from '@goalixa/domain/plans/timer'
import { listLabels, listProjects, listTasks } from '@goalixa/replica/queries/lists'
import { summarise } from '@goalixa/replica/queries/reports'
import { createShapes } from '@goalixa/replica/queries/shapes'
import { listTimeEntries } from '@goalixa/replica/queries/time-entries'
import { findRow, viewOf } from '@goalixa/replica/queries/view'
import type { Replica } from '@goalixa/replica/replica'
import { AppError } from '@goalixa/contracts/errors'
import type { Rule, WithReplica } from './local-rows.ts'
import { createLocalHistory, syncStateOf } from './local-history.ts'
import { createLocalRows, readId, readItem, writeIntent } from './local-rows.ts'
import { readBody, readQuery } from './read-input.ts'
import type { Store } from './store.ts'

interface LocalStoreOptions {
  readonly withReplica: WithReplica
  readonly syncNow: () => Promise<void>
  /** Accounts and tokens. */
  readonly accounts: Store['accounts']
  readonly tokens: Store['tokens']
  /** Makes UUIDs of version 7. */
  readonly newId: () => string
  /** Told after a large write. */
  readonly onLargeWrite?: () => void
}

const source = 'cli'

export function createLocalStore(options: LocalStoreOptions): Store {
  const { withReplica, accounts, tokens, newId, syncNow, onLargeWrite = () => undefined } = options
  const write = <Result>(replica: Replica, intent: string, rule: Rule<Result>) =>
    writeIntent(replica, intent, rule, newId)
  const entry = {
    table: 'timeEntries',
    missing: 'time_entries.not_found',
    toItem: (shapes: ReturnType<typeof createShapes>) => shapes.toTimeEntry,
  } as const
  const task = {
    table: 'tasks',
    missing: 'tasks.not_found',
    toItem: (shapes: ReturnType<typeof createShapes>) => shapes.toTask,
  } as const
  const setStatus = async (given: string, verb: 'done' | 'reopen') => {
    const id = readId(given, task.missing)
    return withReplica(async (replica) => {
      await write(replica, `tasks.${verb}`, (view, draft) =>
        setTaskStatus(view, draft, id, verb === 'done' ? 'done' : 'open'),
      )
      return readItem(replica, task, id)
    })
  }
  const started = async (replica: Replica, { id, stopped }: DraftedEntry): Promise<TimerStarted> => ({
    ...(await readItem(replica, entry, id)),
    stopped: stopped === null ? null : await readItem(replica, entry, stopped),
  })
  const timeEntries = createLocalRows(
    {
      ...entry,
      routes: timeEntryRoutes,
      list: listTimeEntries,
      create: (input) => async (view, draft) => (await createEntry(view, draft, input, newId)).id,
      update: (id, patch) => (view, draft) => updateEntry(view, draft, id, patch, newId),
      delete: (id) => (view, draft) => deleteEntry(view, draft, id),
    },
    withReplica,
    newId,
  )
  return {
    accounts,
    tokens,
    timer: {
      status: async (day) => {
        const query = readQuery(reportRoutes.summary.query, { ...day, by: 'day' })
        return withReplica((replica) =>
          replica.read(async (reader) => {
            const asking = { userId: replica.userId, nowMs: replica.now() }
            const running = await viewOf(reader, replica.userId).running()
            const { totals } = await summarise(reader, asking, query)
            return {
              running:
                running === undefined ? null : await createShapes(reader, asking.nowMs).toTimeEntry(running),
              todaySeconds: totals.wallClockSeconds,
            }
          }),
        )
      },
      start: async (body) => {
        const input = readBody(timerRoutes.start.body, { source, ...body })
        return withReplica(async (replica) =>
          started(
            replica,
            await write(replica, 'timer.start', (view, draft) => startTimer(view, draft, input, newId)),
          ),
        )
      },
      stop: async (body) => {
        const { at } = readBody(timerRoutes.stop.body, body)
        return withReplica(async (replica) => {
          const id = await write(replica, 'timer.stop', (view, draft) => stopTimer(view, draft, at))
          return readItem(replica, entry, id)
        })
      },
      continue: async (body) => {
        const input = readBody(timerRoutes.continue.body, { source, ...body })
        return withReplica(async (replica) =>
          started(
            replica,
            await write(replica, 'timer.continue', (view, draft) => continueTimer(view, draft, input, newId)),
          ),
        )
      },
      // Answers what was thrown away: it is shaped in the transaction that removes it.
      cancel: () =>
        withReplica(async (replica) => {
          const { result } = await replica.write('timer.cancel', async (draft, reader) => {
            const id = await cancelTimer(viewOf(reader, replica.userId), draft)
            const row = await findRow(reader, 'timeEntries', id)
            if (row === undefined) throw new AppError('timer.not_running')
            return createShapes(reader, replica.now()).toTimeEntry(row)
          })
          return result
        }),
    },
    timeEntries: { ...timeEntries, create: (body) => timeEntries.create({ source, ...body }) },
    tasks: {
      ...createLocalRows(
        {
          ...task,
          routes: taskRoutes,
          list: listTasks,
          create: (input) => (view, draft) => createTask(view, draft, input, newId),
          update: (id, patch) => (view, draft) => updateTask(view, draft, id, patch, newId),
          delete: (id) => (view, draft) => deleteTask(view, draft, id),
        },
        withReplica,
        newId,
      ),
      done: (id) => setStatus(id, 'done'),
      reopen: (id) => setStatus(id, 'reopen'),
    },
    projects: createLocalRows(
      {
        table: 'projects',
        missing: 'projects.not_found',
        toItem: (shapes) => shapes.toProject,
        routes: projectRoutes,
        list: listProjects,
        create: (input) => (view, draft) => createProject(view, draft, input, newId),
        update: (id, patch) => (view, draft) => updateProject(view, draft, id, patch, newId),
        delete: (id) => (view, draft) => deleteProject(view, draft, id),
      },
      withReplica,
      newId,
    ),
    labels: createLocalRows(
      {
        table: 'labels',
        missing: 'labels.not_found',
        toItem: (shapes) => shapes.toLabel,
        routes: labelRoutes,
        list: listLabels,
        create: (input) => (view, draft) => createLabel(view, draft, input, newId),
        update: (id, patch) => (view, draft) => updateLabel(view, draft, id, patch),
        delete: (id) => (view, draft) => deleteLabel(view, draft, id),
      },
      withReplica,
      newId,
    ),
    reports: {
      summary: async (given) => {
        const query = readQuery(reportRoutes.summary.query, given)
        return withReplica(
          (replica) =>
            replica.read((reader) =>
              summarise(reader, { userId: replica.userId, nowMs: replica.now() }, query),
            ),
          'fresh',
        )
      },
    },
    imports: {
      create: async (format, text, given) => {
        const query = readQuery(importRoutes.create.query, given ?? {})
        const { importLocally } = await import('./local-import.ts')
        const result = await withReplica((replica) =>
          importLocally(replica, { format, text, ...query }, newId),
        )
        onLargeWrite()
        return result
      },
    },
    history: createLocalHistory(withReplica),
    sync: {
      run: async () => {
        await syncNow()
        return withReplica(syncStateOf)
      },
      status: () => withReplica(syncStateOf),
    },
    exports: {
      get: async (format) => {
        const { exportLocally } = await import('./local-export.ts')
        return withReplica(async (replica) => exportLocally(replica, format), 'fresh')
      },
    },
  }
}
