/** How long somebody still waits for an answer: the gateway says it with each request it passes on. */
import type { ServerResponse } from 'node:http'
import type { RequestContext } from './context.ts'
import { currentRequest } from './context.ts'

/** Milliseconds that are left, in digits. */
export const timeoutHeader = 'x-request-timeout-ms'

const digits = /^\d{1,9}$/
/** Of the monotonic clock. What goes on after the answer is not bound by it any more. */
const deadlines = new WeakMap<RequestContext, number>()

/**
 * Keeps until when this request is waited for, as long as it is answered. A header that is malformed says nothing; one
 * that is too large loosens nothing, since nothing else is bound by it.
 */
export function keepDeadline(context: RequestContext, header: unknown, response: ServerResponse): void {
  if (typeof header !== 'string' || !digits.test(header)) return
  deadlines.set(context, performance.now() + Number(header))
  response.once('close', () => deadlines.delete(context))
}

/** Milliseconds, 0 when it is too late; undefined outside of a request and where nobody said how long they wait. */
export function timeLeftMs(): number | undefined {
  const context = currentRequest()
  const deadline = context === undefined ? undefined : deadlines.get(context)
  return deadline === undefined ? undefined : Math.max(0, deadline - performance.now())
}
