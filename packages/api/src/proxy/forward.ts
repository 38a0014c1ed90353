/** Passes one request on to a service and its answer back, both as streams. */
import type { IncomingMessage } from 'node:http'
import type { Dispatcher, Pool } from 'undici'
import { AppError } from '@goalixa/contracts/errors'
import type { EarlyAnswer } from '@goalixa/service-kit/early-answer'
import type { Verdict } from './circuit.ts'
import type { Audience } from './coalescing-audience.ts'
import { createAudience } from './coalescing-audience.ts'
import { atEndOfTurn } from './end-of-turn.ts'
import { hasBody, limitedBody } from './limited-body.ts'
import { isPassingStatus, isRepeatable, mayPass, pauseBeforeRetryMs } from './retry.ts'
import type { Priority } from './shedding.ts'
import { upstreamError } from './upstream-error.ts'
import { headersBack } from './upstream-headers.ts'
import type { Guard } from './upstreams.ts'

interface Onward {
  readonly pool: Pool
  readonly guard: Guard
  /** Of the route table. */
  readonly routeId: string
  readonly priority: Priority
  readonly request: IncomingMessage
  readonly response: EarlyAnswer
  /** The body, when it was read before; else it is passed on as it comes. */
  readonly body: Buffer | undefined
  /** Path and query upstream. */
  readonly path: string
  /** Names and values in turn. */
  readonly headers: readonly string[]
  /** Bytes. */
  readonly bodyLimit: number
  /** How long the service may take to begin its answer, tries and pauses together, and to go on with it. */
  readonly timeoutMs: number
  /** How long it may be silent in its answer; `timeoutMs` unless given. */
  readonly silenceMs: number | undefined
  /** Is told how to end an answer that goes on and on, and answers what to call when it ended. */
  readonly endless: ((end: () => void) => () => void) | undefined
  /** Is told who waits for the answer, so that others may join until it begins; answers what to call when it ended. */
  readonly shared: ((audience: Audience) => () => void) | undefined
}

/** How it ended, for metrics; `gone`: the caller left; `open`, `shed`: nothing was sent. */
export type Outcome =
  | 'ok'
  | 'client_error'
  | 'server_error'
  | 'unavailable'
  | 'timeout'
  | 'broken'
  | 'refused'
  | 'gone'
  | 'open'
  | 'shed'

interface Events {
  /** Once for every request, whatever came of it. */
  readonly onEnd: (outcome: Outcome) => void
  readonly onRetry: () => void
}

/** A caller that reads nothing for so long holds a connection of the service: it is let go. */
const slowReaderMs = 60_000
/** With less time than this left, a second try would only be late. */
const leastForRetryMs = 100

/** With so many requests under way, an answer may wait for those that are ready in the same turn. */
const manyUnderWay = 8

const nothing = Buffer.alloc(0)

/**
 * Settles when the answer is through, or broken off because the service or the caller went away after it began.
 * @throws AppError `upstream.*`, `service.unavailable`, `request.too_large`, before anything was answered
 */
export function forward(onward: Onward, { onEnd, onRetry }: Events): Promise<void> {
  const { request, pool, guard, timeoutMs, silenceMs = timeoutMs } = onward
  const isEndless = onward.endless !== undefined
  const leave = isEndless ? () => {} : guard.concurrency.enter(onward.routeId, onward.priority)
  if (leave === undefined) {
    onEnd('shed')
    return Promise.reject(
      new AppError('service.unavailable', 'too many requests wait for an answer', { retryAfterSeconds: 1 }),
    )
  }
  const began = performance.now()
  let settled = false
  let tries = 0
  let status = 0
  let controller: Dispatcher.DispatchController | undefined
  let tell: ((verdict: Verdict) => void) | undefined
  let pause: NodeJS.Timeout | undefined
  let forgetEnd: (() => void) | undefined
  let unshare: (() => void) | undefined
  let sample: number | undefined
  /** The first piece of an answer, which is nearly always the last one, too. */
  let held: Buffer | undefined

  const settle = (outcome: Outcome) => {
    settled = true
    clearTimeout(deadline)
    clearTimeout(pause)
    forgetEnd?.()
    unshare?.()
    leave()
    tell?.(outcome === 'timeout' || outcome === 'broken' || outcome === 'unavailable' ? 'failed' : 'unknown')
    onEnd(outcome)
  }
  /** Works before the request was sent, too: it may still wait for a connection. */
  const giveUp = (error: AppError | undefined, outcome: Outcome) => {
    if (settled) return
    settle(outcome)
    audience.fail(error)
    stream?.destroy()
    controller?.abort(error ?? new Error('nobody waits for the answer'))
  }
  const fail = (cause: unknown) => {
    const error = upstreamError(cause)
    if (!audience.hasBegun() && mayPass(error) && tryAgain('failed')) return
    giveUp(error, outcomeOf(error))
  }
  const onDeadline = () => {
    // A caller that sends slowly is no fault of the service; Node bounds how long a request may take to arrive.
    const waitsForCaller =
      stream !== undefined && !request.complete && stream.readableLength + stream.writableLength === 0
    // Nor is one that reads slowly: it has a time of its own.
    if (waitsForCaller || audience.isBehind()) deadline.refresh()
    else fail(new AppError('upstream.timeout'))
  }
  const endHere = () => {
    if (settled) return
    if (!audience.hasBegun())
      return giveUp(new AppError('service.unavailable', undefined, { retryAfterSeconds: 1 }), 'refused')
    settle(outcomeOfStatus(status))
    // Who does not read would not see the end either, and keep the connection open.
    audience.dropSlow()
    audience.end(held)
    controller?.abort(new Error('the stream was ended'))
  }
  const timeLeftMs = () => Math.max(1, Math.round(timeoutMs - (performance.now() - began)))
  const tryAgain = (verdict: Verdict): boolean => {
    if (tries > 1 || stream !== undefined || !isRepeatable(request)) return false
    if (timeLeftMs() < leastForRetryMs || audience.isEmpty() || !guard.retries.spend()) return false
    tell?.(verdict)
    onRetry()
    pause = setTimeout(send, pauseBeforeRetryMs(Math.random()))
    return true
  }

  const audience = createAudience(() => giveUp(undefined, 'gone'))
  let deadline = setTimeout(onDeadline, timeoutMs)
  const stream =
    onward.body === undefined && hasBody(request)
      ? limitedBody(request, onward.bodyLimit, {
          onProgress: () => void deadline.refresh(),
          onTooLarge: (error) => giveUp(error, 'refused'),
        })
      : undefined
  const answered = audience.join(onward.response)
  if (!settled) {
    forgetEnd = onward.endless?.(endHere)
    unshare = onward.shared?.(audience)
  }

  const send = () => {
    tell = guard.circuit.enter()
    if (tell === undefined) {
      const error = new AppError('upstream.unavailable', undefined, {
        retryAfterSeconds: Math.max(1, Math.ceil(guard.circuit.opensInMs() / 1000)),
      })
      return giveUp(error, 'open')
    }
    const sentAt = performance.now()
    const own = (tries += 1)
    if (own === 1) guard.retries.earn()
    let passedOver = false
    let isFlowing = false
    const pass = (answering: Dispatcher.DispatchController, chunk: Buffer) => {
      if (audience.write(chunk)) return
      // From here on the caller is slow, not the service: it could do something else.
      leave(sample)
      waitForReaders(answering, audience)
    }
    /** Nothing is held back any more. */
    const flow = (answering: Dispatcher.DispatchController) => {
      if (isFlowing || settled) return
      isFlowing = true
      if (silenceMs === timeoutMs) deadline.refresh()
      else {
        clearTimeout(deadline)
        deadline = setTimeout(onDeadline, silenceMs)
      }
      // A stream may have nothing to say yet; whoever waits for it should know that it is there.
      // Not flushHeaders: it would write them in another encoding.
      const first = held ?? nothing
      held = undefined
      pass(answering, first)
    }
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started
        if (settled) started.abort(new Error('nobody waits for the answer'))
      },
      onResponseStart(answering, answerStatus, headers) {
        if (answerStatus < 200) return
        const isBusy = headers['retry-after'] !== undefined
        if (isPassingStatus(answerStatus, isBusy) && tryAgain('failed')) {
          passedOver = true
          return answering.abort(new Error('the request is sent again'))
        }
        status = answerStatus
        // A service that says when to come back is busy, and alive.
        tell?.(status >= 500 && !(status === 503 && isBusy) ? 'failed' : 'ok')
        // Only reading tells how long the service took: a body takes as long as its sender.
        if (!isEndless && tries === 1 && status < 500 && !hasBody(request))
          sample = performance.now() - sentAt
        unshare?.()
        audience.begin(status, headersBack(answering.rawHeaders as Buffer[]))
        // A short answer arrives in one piece: with its end it is one write instead of several.
        process.nextTick(flow, answering)
      },
      onResponseData(answering, chunk) {
        if (!isFlowing && held === undefined) {
          held = chunk
          return
        }
        flow(answering)
        deadline.refresh()
        pass(answering, chunk)
      },
      onResponseEnd() {
        if (settled) return
        leave(sample)
        settle(outcomeOfStatus(status))
        const finish = () => audience.end(held)
        if (guard.concurrency.inFlight() < manyUnderWay) finish()
        else atEndOfTurn(finish)
      },
      onResponseError(_controller, error) {
        if (!settled && !passedOver) fail(error)
      },
    }
    try {
      pool.dispatch(
        {
          path: onward.path,
          method: request.method ?? 'GET',
          headers: [...onward.headers, 'x-request-timeout-ms', String(timeLeftMs())],
          body: onward.body ?? stream ?? null,
          // The deadline above is exact, and knows a slow caller from a slow service, also when the answer has begun.
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        handler,
      )
    } catch (error) {
      fail(error)
    }
  }
  if (!settled) send()
  return answered
}

function waitForReaders(answering: Dispatcher.DispatchController, audience: Audience): void {
  answering.pause()
  const timer = setTimeout(audience.dropSlow, slowReaderMs).unref()
  audience.whenCaughtUp(() => {
    clearTimeout(timer)
    answering.resume()
  })
}

const outcomeOfStatus = (status: number): Outcome =>
  status >= 500 ? 'server_error' : status >= 400 ? 'client_error' : 'ok'

function outcomeOf(error: AppError): Outcome {
  if (error.code === 'upstream.unavailable') return 'unavailable'
  if (error.code === 'upstream.timeout') return 'timeout'
  return error.code === 'upstream.broken' ? 'broken' : 'refused'
}
