/** The app service, wired by hand: one line per feature says what it needs. */
import { Router } from 'express'
import { v7 as uuidv7 } from 'uuid'
import { calendarFeedRoutes } from '@goalixa/contracts/calendar-feeds'
import { webhookRoutes } from '@goalixa/contracts/webhooks'
import { clientRoutes } from '@goalixa/contracts/clients'
import { eventRoutes } from '@goalixa/contracts/events'
import { exportRoutes } from '@goalixa/contracts/exports'
import { goalRoutes, subgoalRoutes } from '@goalixa/contracts/goals'
import { habitRoutes } from '@goalixa/contracts/habits'
import { importRoutes } from '@goalixa/contracts/imports'
import { labelRoutes } from '@goalixa/contracts/labels'
import { plannerRoutes } from '@goalixa/contracts/planner'
import { projectRoutes } from '@goalixa/contracts/projects'
import { reminderRoutes } from '@goalixa/contracts/reminders'
import { reportRoutes } from '@goalixa/contracts/reports'
import { savedViewRoutes } from '@goalixa/contracts/saved-views'
import { settingsRoutes } from '@goalixa/contracts/settings'
import { syncRoutes } from '@goalixa/contracts/sync'
import { taskBulkRoutes, timeEntryBulkRoutes } from '@goalixa/contracts/bulk'
import { taskRoutes } from '@goalixa/contracts/tasks'
import { entrySurgeryRoutes } from '@goalixa/contracts/time-entries-surgery'
import { timeEntryRoutes } from '@goalixa/contracts/time-entries'
import { timerRoutes } from '@goalixa/contracts/timer'
import { weeklyGoalRoutes } from '@goalixa/contracts/weekly-goals'
import { trashRoutes } from '@goalixa/contracts/trash'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Database } from '@goalixa/service-kit/db'
import type { Notifications } from '@goalixa/service-kit/listen'
import type { Logger } from '@goalixa/service-kit/log'
import type { Metrics } from '@goalixa/service-kit/metrics'
import { calendarFeedsHandlers } from './calendar-feeds/calendar-feeds.presentation.ts'
import { createCalendarFeedsService } from './calendar-feeds/calendar-feeds.service.ts'
import { clientsHandlers } from './clients/clients.presentation.ts'
import { clientsTable, findClientsByName } from './clients/clients.repository.ts'
import { createClientsService } from './clients/clients.service.ts'
import { eventsHandlers } from './events/events.presentation.ts'
import { announceHead } from './events/events.repository.ts'
import { createEventsService } from './events/events.service.ts'
import { exportsHandlers } from './exports/exports.presentation.ts'
import { createExportsService } from './exports/exports.service.ts'
import { goalsHandlers, subgoalsHandlers } from './goals/goals.presentation.ts'
import { goalsTable, subgoalsTable } from './goals/goals.repository.ts'
import { createGoalsService } from './goals/goals.service.ts'
import { habitsHandlers } from './habits/habits.presentation.ts'
import { habitLogsTable, habitsTable } from './habits/habits.repository.ts'
import { createHabitsService } from './habits/habits.service.ts'
import { importsHandlers } from './imports/imports.presentation.ts'
import { createImportsService } from './imports/imports.service.ts'
import { labelsHandlers } from './labels/labels.presentation.ts'
import { findLabelsByName, labelsTable } from './labels/labels.repository.ts'
import { createLabelsService } from './labels/labels.service.ts'
import { countDeliveries, countIdempotencyKeys } from './metrics.ts'
import { namesakesIn } from './operations/namesakes.ts'
import { createOperations } from './operations/operations.service.ts'
import { createSqlView } from './operations/sql-view.ts'
import { createTurns } from './operations/turns.ts'
import { unknownTable } from './operations/unknown-table.ts'
import { createWorkingRows } from './operations/working-rows.ts'
import { plannerHandlers } from './planner/planner.presentation.ts'
import { dailyTargetsTable, dailyTodosTable } from './planner/planner.repository.ts'
import { createPlannerService } from './planner/planner.service.ts'
import { projectsHandlers } from './projects/projects.presentation.ts'
import { findProjectsByName, projectsTable } from './projects/projects.repository.ts'
import { createProjectsService } from './projects/projects.service.ts'
import { createFiring } from './reminders/firing.ts'
import type { Firing } from './reminders/firing.ts'
import { remindersHandlers } from './reminders/reminders.presentation.ts'
import { remindersTable } from './reminders/reminders.repository.ts'
import { createRemindersService } from './reminders/reminders.service.ts'
import { reportsHandlers } from './reports/reports.presentation.ts'
import { createReportsService } from './reports/reports.service.ts'
import { savedViewsHandlers } from './saved-views/saved-views.presentation.ts'
import { findSavedViewsByName, savedViewsTable } from './saved-views/saved-views.repository.ts'
import { createSavedViewsService } from './saved-views/saved-views.service.ts'
import { settingsHandlers } from './settings/settings.presentation.ts'
import { settingsTable } from './settings/settings.repository.ts'
import { createSettingsService } from './settings/settings.service.ts'
import { createHistoryService } from './sync/history.service.ts'
import { createSnapshotService } from './sync/snapshot.service.ts'
import { syncHandlers } from './sync/sync.presentation.ts'
import { createSyncService } from './sync/sync.service.ts'
import { taskBulkHandlers, tasksHandlers } from './tasks/tasks.presentation.ts'
import { lineIds, taskChecksTable, tasksTable } from './tasks/tasks.repository.ts'
import { createTasksService } from './tasks/tasks.service.ts'
import {
  entrySurgeryHandlers,
  timeEntriesHandlers,
  timeEntryBulkHandlers,
} from './time-entries/time-entries.presentation.ts'
import {
  latestEndedId,
  runningEntryIds,
  timeEntriesTable,
  touchingEntryIds,
} from './time-entries/time-entries.repository.ts'
import { createTimeEntriesService } from './time-entries/time-entries.service.ts'
import { timerHandlers } from './timer/timer.presentation.ts'
import { createTimerService } from './timer/timer.service.ts'
import { trashHandlers } from './trash/trash.presentation.ts'
import { createTrashService } from './trash/trash.service.ts'
import { weeklyGoalsHandlers } from './weekly-goals/weekly-goals.presentation.ts'
import { weeklyGoalsTable } from './weekly-goals/weekly-goals.repository.ts'
import { createWeeklyGoalsService } from './weekly-goals/weekly-goals.service.ts'
import { createDelivering } from './webhooks/delivering.ts'
import type { Delivering } from './webhooks/delivering.ts'
import { createPostWebhook } from './webhooks/post-webhook.ts'
import type { WebhookAddresses } from './webhooks/webhook-address.ts'
import { webhooksHandlers } from './webhooks/webhooks.presentation.ts'
import { createWebhooksService } from './webhooks/webhooks.service.ts'

interface AppOptions {
  readonly database: Database
  /** What every instance announces on the channel of heads. */
  readonly notifications: Notifications
  readonly authenticate: Authenticate
  /** Milliseconds of the wall clock. */
  readonly now: () => number
  readonly metrics?: Metrics | undefined
  /** Milliseconds between two signs of life of an event stream; those of the contract unless given. */
  readonly heartbeatMs?: number | undefined
  /** Only those of the internet, unless said. */
  readonly webhookAddresses?: WebhookAddresses
  readonly log: Pick<Logger, 'warn'>
}

/** Every table of the write path that this version knows. */
export const storedTables = [
  settingsTable,
  labelsTable,
  clientsTable,
  projectsTable,
  tasksTable,
  timeEntriesTable,
  goalsTable,
  subgoalsTable,
  weeklyGoalsTable,
  habitsTable,
  habitLogsTable,
  dailyTodosTable,
  dailyTargetsTable,
  taskChecksTable,
  remindersTable,
  savedViewsTable,
]

/** All routes of the app service, and the work that it does unasked. */
export function createApp({
  database,
  notifications,
  authenticate,
  now,
  metrics,
  heartbeatMs,
  webhookAddresses = 'public',
  log,
}: AppOptions): { readonly routes: Router; readonly firing: Firing; readonly delivering: Delivering } {
  const newId = uuidv7
  const tables = storedTables
  const workingRows = createWorkingRows({
    tables,
    ruledIds: {
      labels: namesakesIn('labels'),
      clients: namesakesIn('clients'),
      projects: namesakesIn('projects'),
      savedViews: namesakesIn('saved_views'),
      tasks: lineIds,
      timeEntries: runningEntryIds,
    },
  })
  const inTurn = createTurns()
  const operations = createOperations({
    database,
    workingRows,
    inTurn,
    announceHead,
    now,
    onIdempotencyKey: metrics && countIdempotencyKeys(metrics),
  })

  const viewOf = createSqlView({
    tables,
    namedIn: {
      labels: findLabelsByName,
      clients: findClientsByName,
      projects: findProjectsByName,
      savedViews: findSavedViewsByName,
    },
    runningEntryIds,
    latestEndedId,
    touchingEntryIds,
  })

  const settings = createSettingsService({ database, operations, viewOf })
  const labels = createLabelsService({ database, operations, viewOf, newId })
  const clients = createClientsService({ database, operations, viewOf, newId })
  const projects = createProjectsService({ database, operations, viewOf, newId })
  const tasks = createTasksService({ database, operations, viewOf, now, newId })
  const entries = createTimeEntriesService({ database, operations, viewOf, now, newId })
  const timer = createTimerService({ database, operations, viewOf, entries, newId })
  const reports = createReportsService({
    database,
    viewOf,
    entries,
    labels,
    clients,
    projects,
    tasks,
    settings,
    now,
  })
  const goals = createGoalsService({ database, operations, viewOf, reports, settings, now, newId })
  const weeklyGoals = createWeeklyGoalsService({
    database,
    operations,
    viewOf,
    reports,
    settings,
    now,
    newId,
  })
  const habits = createHabitsService({ database, operations, viewOf, reports, settings, now, newId })
  const planner = createPlannerService({
    database,
    operations,
    viewOf,
    reports,
    settings,
    tasks,
    now,
    newId,
  })
  const reminders = createRemindersService({ database, operations, viewOf, now, newId })
  const savedViews = createSavedViewsService({ database, operations, viewOf, newId })
  const firing = createFiring({ database, reminders, log, now })
  const trash = createTrashService({ database, operations, viewOf })
  const imports = createImportsService({ database, operations, viewOf, now, newId })
  const exports = createExportsService({
    database,
    entries,
    labels,
    clients,
    projects,
    tasks,
    goals,
    weeklyGoals,
    habits,
    planner,
    reminders,
    savedViews,
    settings,
    tables,
    now,
  })

  const feeds = createCalendarFeedsService({ database, entries, tasks, now, newId })
  const webhooks = createWebhooksService({ database, addresses: webhookAddresses, now, newId })
  const delivering = createDelivering({
    database,
    posting: createPostWebhook(webhookAddresses),
    log,
    now,
    onTried: metrics && countDeliveries(metrics),
  })

  const synced = { database, operations, inTurn, tables: [...tables, unknownTable()], now }
  const sync = createSyncService(synced)
  const snapshot = createSnapshotService(synced)
  const history = createHistoryService({ database, operations, tables })
  const events = createEventsService({ database, notifications })

  const router = Router({ caseSensitive: true, strict: true })
  bindRoutes(router, 'settings', settingsRoutes, settingsHandlers(settings), authenticate)
  bindRoutes(router, 'labels', labelRoutes, labelsHandlers(labels), authenticate)
  bindRoutes(router, 'clients', clientRoutes, clientsHandlers(clients), authenticate)
  bindRoutes(router, 'projects', projectRoutes, projectsHandlers(projects), authenticate)
  bindRoutes(router, 'tasks', taskBulkRoutes, taskBulkHandlers(tasks), authenticate)
  bindRoutes(router, 'tasks', taskRoutes, tasksHandlers(tasks), authenticate)
  bindRoutes(router, 'timeEntries', timeEntryBulkRoutes, timeEntryBulkHandlers(entries), authenticate)
  // In front: `gaps` and `join` are no ids.
  bindRoutes(router, 'timeEntries', entrySurgeryRoutes, entrySurgeryHandlers(entries), authenticate)
  bindRoutes(router, 'timeEntries', timeEntryRoutes, timeEntriesHandlers(entries), authenticate)
  bindRoutes(router, 'timer', timerRoutes, timerHandlers(timer), authenticate)
  bindRoutes(router, 'reports', reportRoutes, reportsHandlers(reports), authenticate)
  bindRoutes(router, 'goals', goalRoutes, goalsHandlers(goals), authenticate)
  bindRoutes(router, 'subgoals', subgoalRoutes, subgoalsHandlers(goals), authenticate)
  bindRoutes(router, 'weeklyGoals', weeklyGoalRoutes, weeklyGoalsHandlers(weeklyGoals), authenticate)
  bindRoutes(router, 'habits', habitRoutes, habitsHandlers(habits), authenticate)
  bindRoutes(router, 'planner', plannerRoutes, plannerHandlers(planner), authenticate)
  bindRoutes(router, 'reminders', reminderRoutes, remindersHandlers(reminders), authenticate)
  bindRoutes(router, 'trash', trashRoutes, trashHandlers(trash), authenticate)
  bindRoutes(router, 'savedViews', savedViewRoutes, savedViewsHandlers(savedViews), authenticate)
  bindRoutes(router, 'imports', importRoutes, importsHandlers(imports), authenticate)
  bindRoutes(router, 'exports', exportRoutes, exportsHandlers(exports), authenticate)
  bindRoutes(router, 'calendarFeeds', calendarFeedRoutes, calendarFeedsHandlers(feeds), authenticate)
  bindRoutes(router, 'webhooks', webhookRoutes, webhooksHandlers(webhooks), authenticate)
  bindRoutes(router, 'sync', syncRoutes, syncHandlers({ sync, snapshot, history }), authenticate)
  bindRoutes(router, 'events', eventRoutes, eventsHandlers(events, { now, heartbeatMs }), authenticate)
  return { routes: router, firing, delivering }
}
