/** The dashboard: its parts are asked for at the same time; one that fails says so and the others still come. */
import { AppError } from '@goalixa/contracts/errors'
import { Problem, toProblem } from '@goalixa/contracts/problem'
import type { JsonAnswer } from '../proxy/ask.ts'

export type Service = 'auth' | 'app'
/** Asks a service as the caller. @throws AppError `upstream.*` */
export type AskAs = (service: Service, path: string) => Promise<JsonAnswer>

interface Part {
  readonly status: number
  /** How long it took, milliseconds. */
  readonly ms: number
  readonly data?: unknown
  readonly problem?: Problem
}

interface DashboardOptions {
  readonly ask: AskAs
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly requestId: string | undefined
}

/** @throws AppError `service.unavailable` when no part came: an empty dashboard would be a lie */
export async function readDashboard(zone: string, { ask, now, requestId }: DashboardOptions) {
  const part = async (service: Service, path: string): Promise<Part> => {
    const began = now()
    const answer = await ask(service, path).then(
      ({ status, body }) =>
        status === 200 && body !== undefined ? { status, data: body } : failedPart(status, body, requestId),
      (error: unknown) => failedPart(undefined, toProblem(error, requestId), requestId),
    )
    return { ...answer, ms: Math.max(0, Math.round(now() - began)) }
  }
  const { today, week } = rangesOf(now(), zone)
  const parts = await inParallel({
    account: part('auth', '/auth/me'),
    timer: part('app', '/v1/timer'),
    today: part('app', `/v1/reports/summary?${report(today, 'project', zone)}`),
    week: part('app', `/v1/reports/summary?${report(week, 'day', zone)}`),
    tasks: part('app', '/v1/tasks?status=open&limit=50'),
    entries: part('app', '/v1/time-entries?limit=20'),
  })
  const all = Object.values(parts)
  if (all.every((one) => one.data === undefined)) {
    throw new AppError('service.unavailable', 'no part of the dashboard can be had now', {
      retryAfterSeconds: 1,
    })
  }
  return { complete: all.every((one) => one.data !== undefined), parts }
}

function failedPart(status: number | undefined, body: unknown, requestId: string | undefined) {
  const told = Problem.safeParse(body)
  const problem = told.success ? told.data : toProblem(new AppError('upstream.broken'), requestId)
  // A good status without a document is no success.
  return { status: status === undefined || status < 400 ? problem.status : status, problem }
}

interface Range {
  readonly from: string
  readonly to: string
}

/** Today and the ISO week it lies in, as days of the zone; `to` is exclusive. */
export function rangesOf(epochMs: number, zone: string): { today: Range; week: Range } {
  const today = Temporal.Instant.fromEpochMilliseconds(Math.floor(epochMs))
    .toZonedDateTimeISO(zone)
    .toPlainDate()
  const monday = today.subtract({ days: today.dayOfWeek - 1 })
  return {
    today: { from: today.toString(), to: today.add({ days: 1 }).toString() },
    week: { from: monday.toString(), to: monday.add({ days: 7 }).toString() },
  }
}

const report = ({ from, to }: Range, by: string, zone: string) =>
  new URLSearchParams({ from, to, by, zone }).toString()

async function inParallel<Key extends string, Value>(
  promises: Record<Key, Promise<Value>>,
): Promise<Record<Key, Value>> {
  const entries = Object.entries<Promise<Value>>(promises)
  const values = await Promise.all(entries.map(async ([key, value]) => [key, await value]))
  return Object.fromEntries(values) as Record<Key, Value>
}
