/** The app service, wired by hand: one line per feature says what it needs. */
import { Router } from 'express'
import { v7 as uuidv7 } from 'uuid'
import { eventRoutes } from '@goalixa/contracts/events'
import { exportRoutes } from '@goalixa/contracts/exports'
import { importRoutes } from '@goalixa/contracts/imports'
import { labelRoutes } from '@goalixa/contracts/labels'
import { projectRoutes } from '@goalixa/contracts/projects'
import { reportRoutes } from '@goalixa/contracts/reports'
import { settingsRoutes } from '@goalixa/contracts/settings'
import { syncRoutes } from '@goalixa/contracts/sync'
import { taskRoutes } from '@goalixa/contracts/tasks'
import { timeEntryRoutes } from '@goalixa/contracts/time-entries'
import { timerRoutes } from '@goalixa/contracts/timer'
import { weeklyGoalRoutes } from '@goalixa/contracts/weekly-goals'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Database } from '@goalixa/service-kit/db'
import type { Notifications } from '@goalixa/service-kit/listen'
import { eventsHandlers } from './events/events.presentation.ts'
import { announceHead } from './events/events.repository.ts'
import { createEventsService } from './events/events.service.ts'
import { exportsHandlers } from './exports/exports.presentation.ts'
import { createExportsService } from './exports/exports.service.ts'
import { importsHandlers } from './imports/imports.presentation.ts'
import { createImportsService } from './imports/imports.service.ts'
import { labelsHandlers } from './labels/labels.presentation.ts'
import { findLabelsByName, labelsTable } from './labels/labels.repository.ts'
import { createLabelsService } from './labels/labels.service.ts'
import { namesakesIn } from './operations/namesakes.ts'
import { createOperations } from './operations/operations.service.ts'
import { createSqlView } from './operations/sql-view.ts'
import { createTurns } from './operations/turns.ts'
import { unknownTable } from './operations/unknown-table.ts'
import { createWorkingRows } from './operations/working-rows.ts'
import { projectsHandlers } from './projects/projects.presentation.ts'
import { findProjectsByName, projectsTable } from './projects/projects.repository.ts'
import { createProjectsService } from './projects/projects.service.ts'
import { reportsHandlers } from './reports/reports.presentation.ts'
import { createReportsService } from './reports/reports.service.ts'
import { settingsHandlers } from './settings/settings.presentation.ts'
import { settingsTable } from './settings/settings.repository.ts'
import { createSettingsService } from './settings/settings.service.ts'
import { createHistoryService } from './sync/history.service.ts'
import { createSnapshotService } from './sync/snapshot.service.ts'
import { syncHandlers } from './sync/sync.presentation.ts'
import { createSyncService } from './sync/sync.service.ts'
import { tasksHandlers } from './tasks/tasks.presentation.ts'
import { lineIds, tasksTable } from './tasks/tasks.repository.ts'
import { createTasksService } from './tasks/tasks.service.ts'
import { timeEntriesHandlers } from './time-entries/time-entries.presentation.ts'
import {
  latestEndedId,
  runningEntryIds,
  timeEntriesTable,
  touchingEntryIds,
} from './time-entries/time-entries.repository.ts'
import { createTimeEntriesService } from './time-entries/time-entries.service.ts'
import { timerHandlers } from './timer/timer.presentation.ts'
import { createTimerService } from './timer/timer.service.ts'
import { weeklyGoalsHandlers } from './weekly-goals/weekly-goals.presentation.ts'
import { weeklyGoalsTable } from './weekly-goals/weekly-goals.repository.ts'
import { createWeeklyGoalsService } from './weekly-goals/weekly-goals.service.ts'

interface AppOptions {
  readonly database: Database
  /** What every instance announces on the channel of heads. */
  readonly notifications: Notifications
  readonly authenticate: Authenticate
  /** Milliseconds of the wall clock. */
  readonly now: () => number
  /** Milliseconds between two signs of life of an event stream; those of the contract unless given. */
  readonly heartbeatMs?: number | undefined
}

/** Every table of the write path that this version knows. */
export const storedTables = [
  settingsTable,
  labelsTable,
  projectsTable,
  tasksTable,
  timeEntriesTable,
  weeklyGoalsTable,
]

/** All routes of the app service. */
export function createAppRoutes({
  database,
  notifications,
  authenticate,
  now,
  heartbeatMs,
}: AppOptions): Router {
  const newId = uuidv7
  const tables = storedTables
  const workingRows = createWorkingRows({
    tables,
    ruledIds: {
      labels: namesakesIn('labels'),
      projects: namesakesIn('projects'),
      tasks: lineIds,
      timeEntries: runningEntryIds,
    },
  })
  const inTurn = createTurns()
  const operations = createOperations({ database, workingRows, inTurn, announceHead, now })

  const viewOf = createSqlView({
    tables,
    namedIn: { labels: findLabelsByName, projects: findProjectsByName },
    runningEntryIds,
    latestEndedId,
    touchingEntryIds,
  })

  const settings = createSettingsService({ database, operations, viewOf })
  const labels = createLabelsService({ database, operations, viewOf, newId })
  const projects = createProjectsService({ database, operations, viewOf, newId })
  const tasks = createTasksService({ database, operations, viewOf, now, newId })
  const entries = createTimeEntriesService({ database, operations, viewOf, now, newId })
  const timer = createTimerService({ database, operations, viewOf, entries, newId })
  const reports = createReportsService({ database, viewOf, entries, labels, projects, tasks, settings, now })
  const weeklyGoals = createWeeklyGoalsService({
    database,
    operations,
    viewOf,
    reports,
    settings,
    now,
    newId,
  })
  const imports = createImportsService({ database, operations, viewOf, now, newId })
  const exports = createExportsService({
    database,
    entries,
    labels,
    projects,
    tasks,
    weeklyGoals,
    settings,
    now,
  })

  const synced = { database, operations, inTurn, tables: [...tables, unknownTable()], now }
  const sync = createSyncService(synced)
  const snapshot = createSnapshotService(synced)
  const history = createHistoryService({ database, operations, tables })
  const events = createEventsService({ database, notifications })

  const router = Router({ caseSensitive: true, strict: true })
  bindRoutes(router, 'settings', settingsRoutes, settingsHandlers(settings), authenticate)
  bindRoutes(router, 'labels', labelRoutes, labelsHandlers(labels), authenticate)
  bindRoutes(router, 'projects', projectRoutes, projectsHandlers(projects), authenticate)
  bindRoutes(router, 'tasks', taskRoutes, tasksHandlers(tasks), authenticate)
  bindRoutes(router, 'timeEntries', timeEntryRoutes, timeEntriesHandlers(entries), authenticate)
  bindRoutes(router, 'timer', timerRoutes, timerHandlers(timer), authenticate)
  bindRoutes(router, 'reports', reportRoutes, reportsHandlers(reports), authenticate)
  bindRoutes(router, 'weeklyGoals', weeklyGoalRoutes, weeklyGoalsHandlers(weeklyGoals), authenticate)
  bindRoutes(router, 'imports', importRoutes, importsHandlers(imports), authenticate)
  bindRoutes(router, 'exports', exportRoutes, exportsHandlers(exports), authenticate)
  bindRoutes(router, 'sync', syncRoutes, syncHandlers({ sync, snapshot, history }), authenticate)
  bindRoutes(router, 'events', eventRoutes, eventsHandlers(events, { now, heartbeatMs }), authenticate)
  return router
}
