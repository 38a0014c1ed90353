/** What belongs to one request and follows it through every await: its id and its trace. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes, randomUUID } from 'node:crypto'

/** `traceparent`: W3C trace context, made anew when absent or malformed. */
export interface RequestContext {
  readonly requestId: string
  readonly traceparent: string
}

const storage = new AsyncLocalStorage<RequestContext>()

/** Runs `work` so that {@link currentRequest} answers `context` inside it. */
export const inRequest = <Result>(context: RequestContext, work: () => Result): Result =>
  storage.run(context, work)

/** The request that is being served, or undefined outside of one. */
export const currentRequest = (): RequestContext | undefined => storage.getStore()

const requestIdPattern = /^[A-Za-z0-9_-]{1,64}$/
const traceparentPattern = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** Takes the caller's request id and trace only when they are well formed; else begins new ones. */
export function requestContext(headers: {
  readonly requestId?: string | undefined
  readonly traceparent?: string | undefined
}): RequestContext {
  const { requestId, traceparent } = headers
  return {
    requestId: requestId !== undefined && requestIdPattern.test(requestId) ? requestId : randomUUID(),
    traceparent:
      traceparent !== undefined && traceparentPattern.test(traceparent)
        ? traceparent
        : `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
  }
}
