/** The route table of the whole product: feature, verb, route. */
import { accountRoutes } from './accounts.ts'
import { auditRoutes } from './audit.ts'
import { authorizeRoutes } from './authorize.ts'
import { dashboardRoutes } from './dashboard.ts'
import { deviceRoutes } from './device.ts'
import { eventRoutes } from './events.ts'
import { exportRoutes } from './exports.ts'
import { googleRoutes } from './google.ts'
import { importRoutes } from './imports.ts'
import { labelRoutes } from './labels.ts'
import { passkeyRoutes } from './passkeys.ts'
import { projectRoutes } from './projects.ts'
import { reportRoutes } from './reports.ts'
import type { RouteSpec } from './route.ts'
import { sessionRoutes } from './sessions.ts'
import { settingsRoutes } from './settings.ts'
import { stepUpRoutes } from './step-up.ts'
import { syncRoutes } from './sync.ts'
import { taskRoutes } from './tasks.ts'
import { timeEntryRoutes } from './time-entries.ts'
import { timerRoutes } from './timer.ts'
import { tokenRoutes } from './tokens.ts'
import { totpRoutes } from './totp.ts'
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
  projects: projectRoutes,
  labels: labelRoutes,
  tasks: taskRoutes,
  timeEntries: timeEntryRoutes,
  timer: timerRoutes,
  weeklyGoals: weeklyGoalRoutes,
  reports: reportRoutes,
  settings: settingsRoutes,
  imports: importRoutes,
  exports: exportRoutes,
  events: eventRoutes,
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

/** Every route with its id and the service behind it. */
export const routeTable: readonly NamedRoute[] = Object.entries(routes).flatMap(([feature, verbs]) =>
  Object.entries(verbs as Record<string, RouteSpec>).map(([verb, spec]) => ({
    id: `${feature}.${verb}`,
    upstream: feature === 'dashboard' ? 'gateway' : spec.path.startsWith('/auth/') ? 'auth' : 'app',
    spec,
  })),
)
