/**
 * What commands can do, feature by feature. They know nothing of HTTP: today every call goes to the server
 * (`remote-store.ts`); a local-first store can stand behind the same interface.
 * Every call throws `AppError`.
 */
import type { TextAnswer } from '@goalixa/client/client'
import type { Account } from '@goalixa/contracts/accounts'
import type { ImportResult } from '@goalixa/contracts/imports'
import type { Label } from '@goalixa/contracts/labels'
import type { Project } from '@goalixa/contracts/projects'
import type { Report } from '@goalixa/contracts/reports'
import type { RouteOutput, RouteRequest, RouteSpec } from '@goalixa/contracts/route'
import type { Routes } from '@goalixa/contracts/routes'
import type { Task } from '@goalixa/contracts/tasks'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import type { TimerStarted } from '@goalixa/contracts/timer'
import type { CreatedToken } from '@goalixa/contracts/tokens'

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

export interface Credentials {
  readonly email: string
  readonly password: string
  readonly device: string
}

export interface Store {
  readonly accounts: {
    readonly register: (input: Credentials) => Promise<Account>
    readonly login: (input: Credentials) => Promise<Account>
    /** Forgets the sign-in here; `told` is false when the server could not be told. Throws `auth.required`. */
    readonly logout: () => Promise<{ told: boolean }>
    readonly me: () => Promise<Account>
  }
  readonly tokens: {
    readonly list: () => Promise<RouteOutput<Routes['tokens']['list']>>
    readonly create: (input: BodyOf<Routes['tokens']['create']>) => Promise<CreatedToken>
    readonly revoke: (id: string) => Promise<void>
  }
  readonly timer: {
    /** What runs, and the seconds of the day `[from, to)`, wall clock. */
    readonly status: (day: {
      from: string
      to: string
      zone: string
    }) => Promise<{ running: TimeEntry | null; todaySeconds: number }>
    readonly start: (input: BodyOf<Routes['timer']['start']>) => Promise<TimerStarted>
    readonly stop: (input: BodyOf<Routes['timer']['stop']>) => Promise<TimeEntry>
    readonly continue: (input: BodyOf<Routes['timer']['continue']>) => Promise<TimerStarted>
    readonly cancel: () => Promise<TimeEntry>
  }
  readonly timeEntries: RowsOf<TimeEntry, Routes['timeEntries']>
  readonly tasks: RowsOf<Task, Routes['tasks']> & {
    readonly done: (id: string) => Promise<Task>
    readonly reopen: (id: string) => Promise<Task>
  }
  readonly projects: RowsOf<Project, Routes['projects']>
  readonly labels: RowsOf<Label, Routes['labels']>
  readonly reports: { readonly summary: (query: QueryOf<Routes['reports']['summary']>) => Promise<Report> }
  readonly imports: {
    readonly create: (
      format: ImportResult['format'],
      text: string,
      query: QueryOf<Routes['imports']['create']>,
    ) => Promise<ImportResult>
  }
  readonly exports: { readonly get: (format: 'json' | 'csv') => Promise<TextAnswer> }
}
