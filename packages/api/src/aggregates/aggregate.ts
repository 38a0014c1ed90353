/** Aggregates: parts are asked for at the same time; one that fails says so and the others still come. */
import { AppError } from '@goalixa/contracts/errors'
import { Problem, toProblem } from '@goalixa/contracts/problem'
import type { JsonAnswer } from '../proxy/ask.ts'

export type Service = 'auth' | 'app'
/** Asks a service as the caller; `part` names the question in traces. @throws AppError `upstream.*` */
export type AskAs = (service: Service, path: string, part: string) => Promise<JsonAnswer>

interface Part {
  readonly status: number
  /** How long it took, milliseconds. */
  readonly ms: number
  readonly data?: unknown
  readonly problem?: Problem
}

export interface Aggregate<Name extends string> {
  readonly complete: boolean
  readonly parts: Readonly<Record<Name, Part>>
}

interface AggregateOptions {
  readonly ask: AskAs
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly requestId: string | undefined
}

/**
 * `questions`: service and path of each part.
 * @throws AppError `service.unavailable` when no part came: an empty answer would be a lie
 */
export async function readParts<Name extends string>(
  questions: Readonly<Record<Name, readonly [Service, string]>>,
  { ask, now, requestId }: AggregateOptions,
): Promise<Aggregate<Name>> {
  const part = async (name: string, service: Service, path: string): Promise<Part> => {
    const began = now()
    const answer = await ask(service, path, name).then(
      ({ status, body }) =>
        status === 200 && body !== undefined ? { status, data: body } : failedPart(status, body, requestId),
      (error: unknown) => failedPart(undefined, toProblem(error, requestId), requestId),
    )
    return { ...answer, ms: Math.max(0, Math.round(now() - began)) }
  }
  const entries = Object.entries<readonly [Service, string]>(questions)
  const found = await Promise.all(
    entries.map(async ([name, [service, path]]) => [name, await part(name, service, path)] as const),
  )
  const came = found.filter(([, one]) => one.data !== undefined)
  if (came.length === 0) {
    throw new AppError('service.unavailable', 'no part of the answer can be had now', {
      retryAfterSeconds: 1,
    })
  }
  const parts = Object.fromEntries(found) as Record<Name, Part>
  return { complete: came.length === found.length, parts }
}

function failedPart(status: number | undefined, body: unknown, requestId: string | undefined) {
  const told = Problem.safeParse(body)
  const problem = told.success ? told.data : toProblem(new AppError('upstream.broken'), requestId)
  // A good status without a document is no success.
  return { status: status === undefined || status < 400 ? problem.status : status, problem }
}
