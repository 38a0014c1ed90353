/** The route table of the whole product: feature, verb, route. */
import { accountRoutes } from './accounts.ts'
import { auditRoutes } from './audit.ts'
import { authorizeRoutes } from './authorize.ts'
import { taskBulkRoutes, timeEntryBulkRoutes } from './bulk.ts'
import { calendarFeedRoutes } from './calendar-feeds.ts'
import { webhookRoutes } from './webhooks.ts'
import { clientRoutes } from './clients.ts'
import { dashboardRoutes } from './dashboard.ts'
import { deviceRoutes } from './device.ts'
import { entrySurgeryRoutes } from './time-entries-surgery.ts'
import { eventRoutes } from './events.ts'
import { exportRoutes } from './exports.ts'
import { goalRoutes, subgoalRoutes } from './goals.ts'
import { googleRoutes } from './google.ts'
import { habitRoutes } from './habits.ts'
import { importRoutes } from './imports.ts'
import { labelRoutes } from './labels.ts'
import { passkeyRoutes } from './passkeys.ts'
import { plannerOverviewRoutes } from './planner-overview.ts'
import { plannerRoutes } from './planner.ts'
import { projectRoutes } from './projects.ts'
import { reportsOverviewRoutes } from './reports-overview.ts'
import { reminderRoutes } from './reminders.ts'
import { reportRoutes } from './reports.ts'
import type { RouteSpec } from './route.ts'
import { sessionRoutes } from './sessions.ts'
import { savedViewRoutes } from './saved-views.ts'
import { settingsRoutes } from './settings.ts'
import { stepUpRoutes } from './step-up.ts'
import { syncRoutes } from './sync.ts'
import { taskRoutes } from './tasks.ts'
import { timeEntryRoutes } from './time-entries.ts'
import { timerRoutes } from './timer.ts'
import { tokenRoutes } from './tokens.ts'
import { totpRoutes } from './totp.ts'
import { trashRoutes } from './trash.ts'
import { weeklyGoalRoutes } from './weekly-goals.ts'

export const routes = {
  accounts: accountRoutes,
  sessions: sessionRoutes,
  tokens: tokenRoutes,
  totp: totpRoutes,
  passkeys: passkeyRoutes,
  stepUp: stepUpRoutes,
  audit: auditRoutes,
  device: deviceRoutes,
  authorize: authorizeRoutes,
  google: googleRoutes,
  dashboard: dashboardRoutes,
  reportsOverview: reportsOverviewRoutes,
  plannerOverview: plannerOverviewRoutes,
  clients: clientRoutes,
  projects: projectRoutes,
  labels: labelRoutes,
  tasks: { ...taskRoutes, ...taskBulkRoutes },
  timeEntries: { ...timeEntryRoutes, ...entrySurgeryRoutes, ...timeEntryBulkRoutes },
  timer: timerRoutes,
  goals: goalRoutes,
  subgoals: subgoalRoutes,
  weeklyGoals: weeklyGoalRoutes,
  habits: habitRoutes,
  planner: plannerRoutes,
  reminders: reminderRoutes,
  savedViews: savedViewRoutes,
  reports: reportRoutes,
  settings: settingsRoutes,
  imports: importRoutes,
  exports: exportRoutes,
  calendarFeeds: calendarFeedRoutes,
  webhooks: webhookRoutes,
  events: eventRoutes,
  trash: trashRoutes,
  sync: syncRoutes,
}
export type Routes = typeof routes

/** Which service answers a route: the gateway itself for aggregates. */
export type Upstream = 'auth' | 'app' | 'gateway'

export interface NamedRoute {
  /** `timeEntries.create`: also the label in metrics and the operationId in OpenAPI. */
  readonly id: string
  readonly upstream: Upstream
  readonly spec: RouteSpec
}

/** Features that the gateway answers itself. */
const aggregates = new Set(['dashboard', 'reportsOverview', 'plannerOverview'])

/** Every route with its id and the service behind it. */
export const routeTable: readonly NamedRoute[] = Object.entries(routes).flatMap(([feature, verbs]) =>
  Object.entries(verbs as Record<string, RouteSpec>).map(([verb, spec]) => ({
    id: `${feature}.${verb}`,
    upstream: aggregates.has(feature) ? 'gateway' : spec.path.startsWith('/auth/') ? 'auth' : 'app',
    spec,
  })),
)
