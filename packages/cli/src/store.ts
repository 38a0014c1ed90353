/**
 * What commands can do, feature by feature. They know nothing of HTTP or SQL: whoever is signed in is answered from
 * the replica on this device (`local-store.ts`), a script with a token by the server (`remote-store.ts`).
 * Every call throws `AppError`.
 */
import * as z from 'zod'
import { Instant } from '@goalixa/contracts/primitives'
import type { TextAnswer } from '@goalixa/client/client'
import type { Account, EmailChange } from '@goalixa/contracts/accounts'
import type { BulkChange } from '@goalixa/contracts/bulk'
import type { Client } from '@goalixa/contracts/clients'
import type { DeviceAuthorization } from '@goalixa/contracts/device'
import type { JoinedTimeEntry, SplitTimeEntry, TimeEntryGaps } from '@goalixa/contracts/time-entries-surgery'
import type { Goal } from '@goalixa/contracts/goals'
import type { HabitHeatMap } from '@goalixa/contracts/habit-days'
import type { Habit, HabitDay, HabitLog } from '@goalixa/contracts/habits'
import type { ExportFormat } from '@goalixa/contracts/exports'
import type { ImportResult } from '@goalixa/contracts/imports'
import type { Label } from '@goalixa/contracts/labels'
import type { Project } from '@goalixa/contracts/projects'
import type { CarriedOver, DailyTarget, DailyTodo, DayPlan } from '@goalixa/contracts/planner'
import type { Reminder } from '@goalixa/contracts/reminders'
import type { DetailedReport, HoursReport, Report, WeeklyReport } from '@goalixa/contracts/reports'
import type { RouteOutput, RouteRequest, RouteSpec } from '@goalixa/contracts/route'
import type { Routes } from '@goalixa/contracts/routes'
import type { SavedView } from '@goalixa/contracts/saved-views'
import type { Settings } from '@goalixa/contracts/settings'
import type { Task } from '@goalixa/contracts/tasks'
import type { TimeEntry, TimedEntry } from '@goalixa/contracts/time-entries'
import type { TimerStarted } from '@goalixa/contracts/timer'
import type { CreatedToken } from '@goalixa/contracts/tokens'
import type { RecoveryCodes, Totp, TotpEnrolment } from '@goalixa/contracts/totp'
import type { RestoredRow, TrashItem, TrashTable } from '@goalixa/contracts/trash'
import type { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import type { CalendarFeedCalls } from './calendar-feed-calls.ts'
import type { WebhookCalls } from './webhook-calls.ts'
import type { Conflict, ConflictList, LostValue, Refused, Resumed, Unsent } from './conflict-list.ts'
import { RefusedChange, RowReference } from './conflict-list.ts'

type QueryOf<Spec extends RouteSpec> = NonNullable<RouteRequest<Spec>['query']>
type BodyOf<Spec extends RouteSpec> = NonNullable<RouteRequest<Spec>['body']>

export interface Page<Row> {
  items: Row[]
  nextCursor: string | null
}

/** The verbs that every kind of row has. */
export interface Rows<Row, Query, New, Patch> {
  readonly list: (query: Query) => Promise<Page<Row>>
  readonly get: (id: string) => Promise<Row>
  readonly create: (input: New) => Promise<Row>
  readonly update: (id: string, patch: Patch) => Promise<Row>
  readonly delete: (id: string) => Promise<void>
}

type RowsOf<Row, Feature extends { list: RouteSpec; create: RouteSpec; update: RouteSpec }> = Rows<
  Row,
  QueryOf<Feature['list']>,
  BodyOf<Feature['create']>,
  BodyOf<Feature['update']>
>

/** Surgery on spans: each is one change, and one to take back. */
interface EntrySurgery<Feature extends Routes['timeEntries']> {
  readonly split: (id: string, input: BodyOf<Feature['split']>) => Promise<SplitTimeEntry>
  readonly join: (input: BodyOf<Feature['join']>) => Promise<JoinedTimeEntry>
  readonly move: (id: string, input: BodyOf<Feature['move']>) => Promise<TimedEntry>
  readonly resize: (id: string, input: BodyOf<Feature['resize']>) => Promise<TimedEntry>
  readonly fill: (id: string, input: BodyOf<Feature['fill']>) => Promise<TimedEntry>
  readonly gaps: (query: QueryOf<Feature['gaps']>) => Promise<TimeEntryGaps>
  /** The same change of many: one operation, one to take back. */
  readonly bulk: (input: BodyOf<Feature['bulk']>) => Promise<BulkChange>
  /** Those that touch `[from, to)`, 500 at most; a device answers at once, without asking the server. */
  readonly touching: (range: { readonly from: string; readonly to: string }) => Promise<TimeEntry[]>
}

/** Like the verbs of all rows; the week and what is counted in it depend on the zone and week start asked for. */
interface WeeklyGoals<Feature extends Routes['weeklyGoals']> {
  readonly list: (query: QueryOf<Feature['list']>) => Promise<Page<WeeklyGoal>>
  readonly get: (id: string, asked?: QueryOf<Feature['get']>) => Promise<WeeklyGoal>
  readonly create: (
    input: BodyOf<Feature['create']>,
    asked?: QueryOf<Feature['create']>,
  ) => Promise<WeeklyGoal>
  readonly update: (
    id: string,
    patch: BodyOf<Feature['update']>,
    asked?: QueryOf<Feature['update']>,
  ) => Promise<WeeklyGoal>
  readonly delete: (id: string) => Promise<void>
}

/** What goals have come to depends on the zone asked for. */
interface Goals<Feature extends Routes['goals']> {
  readonly list: (query: QueryOf<Feature['list']>) => Promise<Page<Goal>>
  readonly get: (id: string, asked?: Zoned) => Promise<Goal>
  readonly create: (input: BodyOf<Feature['create']>, asked?: Zoned) => Promise<Goal>
  readonly update: (id: string, patch: BodyOf<Feature['update']>, asked?: Zoned) => Promise<Goal>
  readonly delete: (id: string) => Promise<void>
  readonly done: (id: string, asked?: Zoned) => Promise<Goal>
  readonly reopen: (id: string, asked?: Zoned) => Promise<Goal>
}
interface Zoned {
  readonly zone?: string | undefined
}

/** Each answers the goal as it is then. */
interface Subgoals<Feature extends Routes['subgoals']> {
  readonly create: (goalId: string, input: BodyOf<Feature['create']>, asked?: Zoned) => Promise<Goal>
  readonly update: (id: string, patch: BodyOf<Feature['update']>, asked?: Zoned) => Promise<Goal>
  readonly delete: (id: string, asked?: Zoned) => Promise<Goal>
  readonly done: (id: string, asked?: Zoned) => Promise<Goal>
  readonly reopen: (id: string, asked?: Zoned) => Promise<Goal>
}

/** What days, streaks and scores are depends on the zone and week start asked for; dates are civil dates. */
interface Habits<Feature extends Routes['habits']> {
  readonly list: (query: QueryOf<Feature['list']>) => Promise<Page<Habit>>
  readonly get: (id: string, asked?: QueryOf<Feature['get']>) => Promise<Habit>
  readonly create: (input: BodyOf<Feature['create']>, asked?: QueryOf<Feature['create']>) => Promise<Habit>
  readonly update: (
    id: string,
    patch: BodyOf<Feature['update']>,
    asked?: QueryOf<Feature['update']>,
  ) => Promise<Habit>
  readonly delete: (id: string) => Promise<void>
  readonly heatMap: (id: string, asked?: QueryOf<Feature['heatMap']>) => Promise<HabitHeatMap>
  readonly logs: (id: string, query: QueryOf<Feature['logs']>) => Promise<Page<HabitLog>>
  readonly check: (
    id: string,
    date: string,
    input: BodyOf<Feature['check']>,
    asked?: QueryOf<Feature['check']>,
  ) => Promise<HabitDay>
  readonly uncheck: (id: string, date: string, asked?: QueryOf<Feature['uncheck']>) => Promise<HabitDay>
}

/** Days are civil dates; which day is today depends on the zone asked for. */
interface Planner<Feature extends Routes['planner']> {
  readonly get: (asked?: QueryOf<Feature['get']>) => Promise<DayPlan>
  readonly listTodos: (query: QueryOf<Feature['listTodos']>) => Promise<Page<DailyTodo>>
  readonly getTodo: (id: string) => Promise<DailyTodo>
  readonly createTodo: (
    input: BodyOf<Feature['createTodo']>,
    asked?: QueryOf<Feature['createTodo']>,
  ) => Promise<DailyTodo>
  readonly updateTodo: (id: string, patch: BodyOf<Feature['updateTodo']>) => Promise<DailyTodo>
  readonly deleteTodo: (id: string) => Promise<void>
  readonly doneTodo: (id: string) => Promise<DailyTodo>
  readonly reopenTodo: (id: string) => Promise<DailyTodo>
  readonly carry: (days: BodyOf<Feature['carry']>, asked?: QueryOf<Feature['carry']>) => Promise<CarriedOver>
  readonly listTargets: (query: QueryOf<Feature['listTargets']>) => Promise<Page<DailyTarget>>
  readonly setTarget: (date: string, input: BodyOf<Feature['setTarget']>) => Promise<DailyTarget>
  readonly deleteTarget: (date: string) => Promise<void>
}

/** Where others changed something since: leave that as it is, or go over it. */
export type HistoryChoice = 'rest' | 'anyway'

export const TakenBack = z.object({
  /** What was taken back, or done again, such as `timer.start`. */
  intent: z.string(),
  at: Instant,
  rows: z.int(),
})
export type TakenBack = z.infer<typeof TakenBack>

/** What an undo or a redo would do. */
export const ReversalPreview = TakenBack.extend({
  changes: z.array(
    z.object({
      row: RowReference,
      field: z.string(),
      /** Of a membership: what it is about, such as the name of a label. */
      of: z.string().nullable(),
      from: z.unknown(),
      to: z.unknown(),
    }),
  ),
})
export type ReversalPreview = z.infer<typeof ReversalPreview>

export const SyncState = z.object({
  /** Changes that the server does not have yet. */
  pending: z.int(),
  /** Changes that it refused for good, and why. */
  refused: z.array(RefusedChange),
  lastSyncAt: Instant.nullable(),
  /** How far this machine's clock is ahead of the server's. */
  clockAheadSeconds: z.int(),
})
export type SyncState = z.infer<typeof SyncState>

export interface Credentials {
  readonly email: string
  readonly password: string
  readonly device: string
}

/** How many rows of a file are read or stored; of how many, where that is known. */
export type ImportProgress = (step: 'reading' | 'storing', rows: number, of?: number) => void

export interface Store {
  readonly accounts: {
    /** Undefined: nobody is signed in before a mail is answered. */
    readonly register: (input: Credentials) => Promise<Account | undefined>
    /** `code` is asked for when the account has a second factor: of its app, or a recovery code. */
    readonly login: (input: Credentials, code: () => Promise<string>) => Promise<Account>
    /** A sign-in that is approved in some browser; `finishDevice` throws the codes of RFC 8628 until then. */
    readonly beginDevice: (device: string) => Promise<DeviceAuthorization>
    readonly finishDevice: (deviceCode: string) => Promise<Account>
    /** Of a sign-in in the browser of this machine. */
    readonly exchangeCode: (given: Omit<BodyOf<Routes['authorize']['token']>, 'clientId'>) => Promise<Account>
    /** Forgets the sign-in here; `told` is false when the server could not be told. Throws `auth.required`. */
    readonly logout: () => Promise<{ told: boolean }>
    readonly me: () => Promise<Account>
    readonly changePassword: (input: BodyOf<Routes['accounts']['changePassword']>) => Promise<void>
    readonly forgotPassword: (email: string) => Promise<void>
    readonly resetPassword: (input: BodyOf<Routes['accounts']['resetPassword']>) => Promise<void>
    readonly changeEmail: (input: BodyOf<Routes['accounts']['changeEmail']>) => Promise<EmailChange['state']>
    readonly verifyEmail: (token: string) => Promise<void>
    readonly resendEmail: (email: string) => Promise<void>
    /** Deletes the account on the server, and on a device everything of it there. */
    readonly delete: (input: BodyOf<Routes['accounts']['delete']>) => Promise<void>
    /** Sends what waits on this device, and answers how many changes still wait: signing out would lose them. */
    readonly unsent: () => Promise<number>
  }
  readonly totp: {
    readonly get: () => Promise<Totp>
    readonly create: () => Promise<TotpEnrolment>
    readonly confirm: (code: string) => Promise<RecoveryCodes>
    readonly renewRecoveryCodes: () => Promise<RecoveryCodes>
    readonly delete: () => Promise<void>
  }
  readonly sessions: {
    readonly list: () => Promise<RouteOutput<Routes['sessions']['list']>>
    readonly revoke: (id: string) => Promise<void>
  }
  readonly audit: {
    readonly list: (query: QueryOf<Routes['audit']['list']>) => Promise<RouteOutput<Routes['audit']['list']>>
  }
  readonly tokens: {
    readonly list: () => Promise<RouteOutput<Routes['tokens']['list']>>
    readonly create: (input: BodyOf<Routes['tokens']['create']>) => Promise<CreatedToken>
    readonly revoke: (id: string) => Promise<void>
  }
  readonly calendarFeeds: CalendarFeedCalls
  readonly webhooks: WebhookCalls
  readonly timer: {
    /** What runs, and the seconds of the day `[from, to)`, wall clock. */
    readonly status: (day: {
      from: string
      to: string
      zone: string
    }) => Promise<{ running: TimedEntry | null; todaySeconds: number }>
    readonly start: (input: BodyOf<Routes['timer']['start']>) => Promise<TimerStarted>
    readonly stop: (input: BodyOf<Routes['timer']['stop']>) => Promise<TimedEntry>
    readonly continue: (input: BodyOf<Routes['timer']['continue']>) => Promise<TimerStarted>
    readonly cancel: () => Promise<TimedEntry>
  }
  readonly timeEntries: RowsOf<TimeEntry, Routes['timeEntries']> & EntrySurgery<Routes['timeEntries']>
  readonly tasks: RowsOf<Task, Routes['tasks']> & {
    readonly done: (id: string) => Promise<Task>
    readonly reopen: (id: string) => Promise<Task>
    /** The same change of many: one operation, one to take back. */
    readonly bulk: (input: BodyOf<Routes['tasks']['bulk']>) => Promise<BulkChange>
    /** Done for the civil date, and still open. */
    readonly check: (id: string, date: string) => Promise<Task>
    readonly uncheck: (id: string, date: string) => Promise<Task>
  }
  readonly clients: RowsOf<Client, Routes['clients']>
  readonly projects: RowsOf<Project, Routes['projects']>
  readonly labels: RowsOf<Label, Routes['labels']>
  readonly goals: Goals<Routes['goals']>
  readonly subgoals: Subgoals<Routes['subgoals']>
  readonly weeklyGoals: WeeklyGoals<Routes['weeklyGoals']>
  readonly habits: Habits<Routes['habits']>
  readonly planner: Planner<Routes['planner']>
  readonly reminders: RowsOf<Reminder, Routes['reminders']> & {
    readonly snooze: (id: string, input: BodyOf<Routes['reminders']['snooze']>) => Promise<Reminder>
    readonly done: (id: string) => Promise<Reminder>
    /** Fires it now, as its time would. */
    readonly test: (id: string) => Promise<Reminder>
  }
  readonly savedViews: RowsOf<SavedView, Routes['savedViews']>
  /** Of the account: the same on every device. */
  readonly settings: {
    readonly get: () => Promise<Settings>
    readonly update: (patch: BodyOf<Routes['settings']['update']>) => Promise<Settings>
  }
  /** What is due at this moment; a device does not ask the server. */
  readonly dueReminders: () => Promise<Reminder[]>
  readonly trash: {
    readonly list: (query: QueryOf<Routes['trash']['list']>) => Promise<Page<TrashItem>>
    readonly restore: (table: TrashTable, id: string) => Promise<RestoredRow>
  }
  readonly reports: {
    readonly summary: (query: QueryOf<Routes['reports']['summary']>) => Promise<Report>
    readonly detailed: (query: QueryOf<Routes['reports']['detailed']>) => Promise<DetailedReport>
    readonly weekly: (query: QueryOf<Routes['reports']['weekly']>) => Promise<WeeklyReport>
    readonly hours: (query: QueryOf<Routes['reports']['hours']>) => Promise<HoursReport>
  }
  readonly imports: {
    readonly create: (
      format: ImportResult['format'],
      text: string,
      query: QueryOf<Routes['imports']['create']>,
      /** Told by the store on this device how far it is. */
      onProgress?: ImportProgress,
    ) => Promise<ImportResult>
  }
  /** What was done on any device, taken back or done again. Throws `history.*`. */
  readonly history: {
    readonly undo: (choice?: HistoryChoice) => Promise<TakenBack>
    readonly redo: (choice?: HistoryChoice) => Promise<TakenBack>
    /** What it would do; nothing is changed. */
    readonly preview: (verb: 'undo' | 'redo', choice?: HistoryChoice) => Promise<ReversalPreview>
  }
  readonly sync: {
    /** Sends what waits and takes in what is new; throws why it could not. */
    readonly run: () => Promise<SyncState>
    /** The same for a process in the background: whatever happens, nothing is said. */
    readonly quietly: () => Promise<void>
    readonly status: () => Promise<SyncState>
    /** What the server refused for good: all of it without an id. These throw `sync.refused_not_found`. */
    readonly refused: (id?: string) => Promise<Refused>
    /** Makes it anew, so that it is sent again. */
    readonly retry: (id?: string) => Promise<Refused>
    readonly discard: (id?: string) => Promise<Refused>
    /** All that the server does not have. */
    readonly unsent: () => Promise<Unsent>
  }
  /** What went otherwise than somebody meant, because devices met. These throw `conflicts.not_found`. */
  readonly conflicts: {
    readonly list: () => Promise<ConflictList>
    readonly get: (id: string) => Promise<Conflict>
    /** Writes the value that lost. */
    readonly take: (id: string) => Promise<LostValue>
    /** All of them without an id. */
    readonly dismiss: (id?: string) => Promise<ConflictList>
    /** The timer runs on as if it had not ended, and what runs now stops. */
    readonly resume: (id: string) => Promise<Resumed>
  }
  readonly exports: {
    readonly get: (format: ExportFormat, query?: QueryOf<Routes['exports']['get']>) => Promise<TextAnswer>
  }
}
