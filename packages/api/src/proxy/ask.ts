/** Asks a service for one small JSON document. */
import type { Pool } from 'undici'
import { AppError } from '@goalixa/contracts/errors'
import { upstreamError } from './upstream-error.ts'
import type { Guard } from './upstreams.ts'

export interface Question {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON by POST; a GET without. */
  readonly body?: unknown
  readonly timeoutMs: number
}

/** `body` is undefined when the answer is not JSON. */
export interface JsonAnswer {
  readonly status: number
  readonly body: unknown
  readonly retryAfter: string | undefined
}

const largestAnswer = 4 * 1024 * 1024

/** @throws AppError `upstream.*` */
export async function ask(pool: Pool, { path, headers, body, timeoutMs }: Question): Promise<JsonAnswer> {
  try {
    const answer = await pool.request({
      path,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const retryAfter = answer.headers['retry-after']
    return {
      status: answer.statusCode,
      body: parsed(await textOf(answer.body)),
      retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
    }
  } catch (error) {
    throw upstreamError(error)
  }
}

/** The same, unless the service rests or has too much to do. @throws AppError `upstream.*`, `service.unavailable` */
export async function askGuarded(
  pool: Pool,
  { circuit, concurrency }: Guard,
  question: Question,
): Promise<JsonAnswer> {
  const leave = concurrency.enter('', 'normal')
  if (leave === undefined) throw new AppError('service.unavailable', undefined, { retryAfterSeconds: 1 })
  const tell = circuit.enter()
  try {
    if (tell === undefined) throw new AppError('upstream.unavailable', undefined, { retryAfterSeconds: 1 })
    const answer = await ask(pool, question)
    tell(answer.status >= 500 && answer.retryAfter === undefined ? 'failed' : 'ok')
    return answer
  } catch (error) {
    tell?.('failed')
    throw error
  } finally {
    leave()
  }
}

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > largestAnswer) throw new AppError('upstream.broken', 'a part of the server answered too much')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
