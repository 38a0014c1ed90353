/** The app service for tests: real PostgreSQL, real HTTP on a free port, a clock that the test may hold. */
import { randomUUID } from 'node:crypto'
import type { Database } from '@goalixa/service-kit/db'
import { openDatabase } from '@goalixa/service-kit/db'
import { createHttpService } from '@goalixa/service-kit/http-service'
import { listenTo } from '@goalixa/service-kit/listen'
import { createLogger } from '@goalixa/service-kit/log'
import { createMetrics } from '@goalixa/service-kit/metrics'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { sql } from '@goalixa/service-kit/sql'
import { createTestPrincipals } from '@goalixa/service-kit/testing/principals'
import type { TestPrincipals } from '@goalixa/service-kit/testing/principals'
import { findUserRows } from '@goalixa/service-kit/testing/user-rows'
import { createApp } from './app.ts'
import { headsChannel } from './events/events.repository.ts'
import type { Firing } from './reminders/firing.ts'
import type { Delivering } from './webhooks/delivering.ts'
import type { WebhookAddresses } from './webhooks/webhook-address.ts'

// Tests look into answers of every shape.
// oxlint-disable-next-line typescript/no-explicit-any
export interface Answer<Body = any> {
  readonly status: number
  readonly body: Body
  readonly headers: Headers
}

export interface Person {
  readonly userId: string
  readonly token: string
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

export interface TestApp {
  readonly port: number
  readonly metricsUrl: string
  readonly database: Database
  readonly databaseUrl: string
  readonly principals: TestPrincipals
  /** Not started: a test fires when it wants to. */
  readonly firing: Firing
  /** Not started either. */
  readonly delivering: Delivering
  /** Somebody new; with scopes, through a personal access token, which may be for one project. */
  person(options?: { userId?: string; scopes?: readonly string[]; projectId?: string }): Person
  /** The user's sequence number: it moves with every change, and with nothing else. */
  headSeq(userId: string): Promise<number>
  /** Everything the database holds of a user, table by table. */
  allRows(userId: string): Promise<Record<string, unknown[]>>
  /** Somebody new who has all that somebody else has, with the same ids. */
  copyOf(template: Person): Promise<Person>
  close(): Promise<void>
}

interface TestAppOptions {
  /** Another instance on the database of this one, for the same people; it must be closed first. */
  readonly beside?: TestApp
  readonly heartbeatMs?: number
  readonly webhookAddresses?: WebhookAddresses
}

export async function startTestApp(
  now: () => number = Date.now,
  { beside, heartbeatMs, webhookAddresses }: TestAppOptions = {},
): Promise<TestApp> {
  const { url, drop } =
    beside === undefined
      ? await createTestDatabase()
      : { url: beside.databaseUrl, drop: async () => undefined }
  const database = openDatabase({ url, schema: 'app' })
  const notifications = listenTo({ url, channel: headsChannel })
  const principals = beside?.principals ?? createTestPrincipals()
  const log = createLogger({ service: 'app', level: 'silent' })
  const app = createApp({
    database,
    notifications,
    authenticate: principals.authenticate,
    now,
    heartbeatMs,
    ...(webhookAddresses === undefined ? {} : { webhookAddresses }),
    log,
  })
  const service = createHttpService({
    log,
    metrics: createMetrics('app'),
    checks: { database: () => database.ping() },
    routes: app.routes,
  })
  const { port, metricsPort } = await service.listen({ host: '127.0.0.1', port: 0, metricsPort: 0 })
  const rows = await findUserRows(database, [{ schema: 'app', column: 'user_id' }])
  const somebody: TestApp['person'] = ({ userId = randomUUID(), scopes, projectId } = {}) => {
    const token = principals.tokenFor(userId, scopes, projectId)
    return { userId, token, call: (...request) => call(`http://127.0.0.1:${port}`, token, ...request) }
  }
  return {
    port,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    database,
    databaseUrl: url,
    principals,
    firing: app.firing,
    delivering: app.delivering,
    person: somebody,
    async headSeq(userId) {
      return (
        (
          await database.row<{ seq: number }>(
            sql`select head_seq as seq from sync_heads where user_id = ${userId}`,
          )
        )?.seq ?? 0
      )
    },
    allRows: rows.rowsOf,
    async copyOf(template) {
      const person = somebody()
      await rows.copyRows(template.userId, person.userId)
      return person
    },
    async close() {
      await service.close()
      await app.delivering.stop()
      await Promise.all([notifications.close(), database.close()])
      await drop()
    },
  }
}

async function call(
  base: string,
  token: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(base + path, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const type = response.headers.get('content-type') ?? ''
  // A stream has no end to wait for: that it began is the answer.
  if (type.includes('text/event-stream')) {
    await response.body?.cancel()
    return { status: response.status, body: '', headers: response.headers }
  }
  const text = await response.text()
  const isJson = /[/+]json\b/.test(type)
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers }
}
