/** What belongs to one request and follows it through every await: its id and its trace. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { traceContext } from './trace-context.ts'
import type { TraceContext } from './trace-context.ts'

/** Beside the trace, made anew when absent or malformed, the id that people quote. */
export interface RequestContext extends TraceContext {
  readonly requestId: string
}

const storage = new AsyncLocalStorage<RequestContext>()

/** Runs `work` so that {@link currentRequest} answers `context` inside it. */
export const inRequest = <Result>(context: RequestContext, work: () => Result): Result =>
  storage.run(context, work)

/** The request that is being served, or undefined outside of one. */
export const currentRequest = (): RequestContext | undefined => storage.getStore()

const requestIdPattern = /^[A-Za-z0-9_-]{1,64}$/

/** Takes the caller's request id and trace only when they are well formed; else begins new ones. */
export function requestContext(headers: {
  readonly requestId?: string | undefined
  readonly traceparent?: string | undefined
  readonly tracestate?: string | undefined
}): RequestContext {
  const { requestId } = headers
  return {
    requestId: requestId !== undefined && requestIdPattern.test(requestId) ? requestId : randomUUID(),
    ...traceContext(headers),
  }
}
