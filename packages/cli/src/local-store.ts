/**
 * The store that answers from the replica on this device: at once, with or without network. Rules and documents are
 * those of the server. Accounts and tokens are the server's own, and are asked of it.
 */
import { lazily } from './lazily.ts'
import type { NewId } from '@goalixa/domain/plans/view'
import type { LocalParts, WithReplica } from './local-rows.ts'
import type { Store } from './store.ts'

interface LocalStoreOptions {
  readonly withReplica: WithReplica
  /** Loads what makes UUIDs of version 7. */
  readonly ids: () => Promise<NewId>
  readonly syncNow: () => Promise<void>
  readonly syncQuietly: () => Promise<void>
  /** Accounts, their second factor, and tokens. */
  readonly accounts: Store['accounts']
  readonly totp: Store['totp']
  readonly tokens: Store['tokens']
  readonly sessions: Store['sessions']
  readonly audit: Store['audit']
  readonly calendarFeeds: Store['calendarFeeds']
  readonly webhooks: Store['webhooks']
  /** The server's: it has the history from its beginning. */
  readonly exports: Store['exports']
  /** Told after a large write. */
  readonly onLargeWrite?: () => void
}

export function createLocalStore(options: LocalStoreOptions): Store {
  const { withReplica, ids, syncNow, syncQuietly, onLargeWrite = () => undefined } = options
  const feature = <Verbs extends object>(create: (parts: LocalParts) => Promise<Verbs>): Verbs =>
    lazily(async () => create({ withReplica, newId: await ids() }))
  const timer = feature(async (parts) => (await import('./local-timer.ts')).createLocalTimer(parts))
  return {
    accounts: options.accounts,
    totp: options.totp,
    tokens: options.tokens,
    sessions: options.sessions,
    audit: options.audit,
    calendarFeeds: options.calendarFeeds,
    webhooks: options.webhooks,
    timer: {
      status: async (day) => {
        const { statusOf } = await import('./local-status.ts')
        return withReplica((replica) => statusOf(replica, day), 'at once')
      },
      start: timer.start,
      stop: timer.stop,
      continue: timer.continue,
      cancel: timer.cancel,
    },
    timeEntries: feature(async (parts) =>
      (await import('./local-time-entries.ts')).createLocalTimeEntries(parts),
    ),
    tasks: feature(async (parts) => (await import('./local-tasks.ts')).createLocalTasks(parts)),
    clients: feature(async (parts) => (await import('./local-clients.ts')).createLocalClients(parts)),
    projects: feature(async (parts) => (await import('./local-projects.ts')).createLocalProjects(parts)),
    labels: feature(async (parts) => (await import('./local-labels.ts')).createLocalLabels(parts)),
    goals: feature(async (parts) => (await import('./local-goals.ts')).createLocalGoals(parts)),
    subgoals: feature(async (parts) => (await import('./local-goals.ts')).createLocalSubgoals(parts)),
    weeklyGoals: feature(async (parts) =>
      (await import('./local-weekly-goals.ts')).createLocalWeeklyGoals(parts),
    ),
    habits: feature(async (parts) => (await import('./local-habits.ts')).createLocalHabits(parts)),
    planner: feature(async (parts) => (await import('./local-planner.ts')).createLocalPlanner(parts)),
    reminders: feature(async (parts) => (await import('./local-reminders.ts')).createLocalReminders(parts)),
    savedViews: feature(async (parts) =>
      (await import('./local-saved-views.ts')).createLocalSavedViews(parts),
    ),
    settings: feature(async (parts) => (await import('./local-settings.ts')).createLocalSettings(parts)),
    dueReminders: async () => (await import('./due-reminders.ts')).dueReminders(withReplica),
    trash: feature(async (parts) => (await import('./local-trash.ts')).createLocalTrash(parts)),
    reports: feature(async (parts) => (await import('./local-reports.ts')).createLocalReports(parts)),
    imports: feature(async (parts) =>
      (await import('./local-import.ts')).createLocalImports({ ...parts, onLargeWrite }),
    ),
    history: lazily(async () => (await import('./local-history.ts')).createLocalHistory(withReplica)),
    sync: lazily(async () =>
      (await import('./local-history.ts')).createLocalSync(withReplica, { syncNow, syncQuietly }),
    ),
    conflicts: lazily(async () => (await import('./local-conflicts.ts')).createLocalConflicts(withReplica)),
    exports: lazily(async () =>
      (await import('./local-export.ts')).createLocalExports(withReplica, options.exports),
    ),
  }
}
