/** Passes one request on to a service and its answer back, both as streams. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Dispatcher, Pool } from 'undici'
import { AppError } from '@goalixa/contracts/errors'
import { hasBody, limitedBody } from './limited-body.ts'
import { upstreamError } from './upstream-error.ts'
import { headersBack } from './upstream-headers.ts'

export interface Onward {
  readonly pool: Pool
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Path and query upstream. */
  readonly path: string
  /** Names and values in turn. */
  readonly headers: string[]
  /** Bytes. */
  readonly bodyLimit: number
  /** How long the service may take to begin its answer, and to go on with it. */
  readonly timeoutMs: number
  /** How long it may be silent in its answer; `timeoutMs` unless given. */
  readonly silenceMs?: number
  /** Is told how to end an answer that goes on and on, and answers what to call when it ended. */
  readonly endless?: (end: () => void) => () => void
}

/** How it ended, for metrics; `gone`: the caller left. */
export type Outcome =
  | 'ok'
  | 'client_error'
  | 'server_error'
  | 'unavailable'
  | 'timeout'
  | 'broken'
  | 'refused'
  | 'gone'

/** A caller that reads nothing for so long holds a connection of the service: it is let go. */
const slowReaderMs = 60_000

const nothing = Buffer.alloc(0)

class CallerGone extends Error {}

/**
 * Settles when the answer is through, or broken off because the service or the caller went away after it began.
 * @throws AppError `upstream.*`, `request.too_large`, before anything was answered
 */
export function forward(onward: Onward, onEnd: (outcome: Outcome) => void): Promise<void> {
  const { request, response, pool, timeoutMs, silenceMs = timeoutMs } = onward
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined
    let settled = false
    let flowing = false

    const settle = (outcome: Outcome, error?: AppError) => {
      if (settled) return
      settled = true
      clearTimeout(deadline)
      response.off('close', onClose)
      forgetEnd?.()
      onEnd(outcome)
      if (error === undefined) resolve()
      else reject(error)
    }
    const fail = (cause: unknown) => {
      if (settled) return
      if (cause instanceof CallerGone) return settle('gone')
      const error = upstreamError(cause)
      // The answer has begun: only breaking it off tells the caller that it is not whole.
      if (response.headersSent) response.destroy()
      settle(outcomeOf(error), response.headersSent ? undefined : error)
    }
    /** Works before the request was sent, too: it may still wait for a connection. */
    const giveUp = (reason: Error) => {
      fail(reason)
      body?.destroy()
      controller?.abort(reason)
    }
    const endHere = () => {
      if (!response.headersSent)
        return giveUp(new AppError('service.unavailable', undefined, { retryAfterSeconds: 1 }))
      // Who does not read would not see the end either, and keep the connection open.
      if (response.writableNeedDrain) response.destroy()
      else response.end()
      settle(outcomeOfStatus(response.statusCode))
      controller?.abort(new Error('the stream was ended'))
    }
    const onClose = () => {
      if (!response.writableFinished) giveUp(new CallerGone('the caller went away'))
    }
    const onDeadline = () => {
      // A caller that sends slowly is no fault of the service; Node bounds how long a request may take to arrive.
      const waitsForCaller =
        body !== undefined && !request.complete && body.readableLength + body.writableLength === 0
      // Nor is one that reads slowly: it has a time of its own.
      if (waitsForCaller || response.writableNeedDrain) deadline.refresh()
      else giveUp(new AppError('upstream.timeout'))
    }

    let deadline = setTimeout(onDeadline, timeoutMs)
    response.once('close', onClose)
    const forgetEnd = onward.endless?.(endHere)
    const body = hasBody(request)
      ? limitedBody(request, onward.bodyLimit, {
          onProgress: () => void deadline.refresh(),
          onTooLarge: giveUp,
        })
      : undefined

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started
        if (settled) started.abort(new Error('nobody waits for the answer'))
      },
      onResponseStart({ rawHeaders }, status) {
        if (status < 200) return
        clearTimeout(deadline)
        deadline = setTimeout(onDeadline, silenceMs)
        response.writeHead(status, headersBack(rawHeaders as Buffer[]))
        // A stream may have nothing to say yet; whoever waits for it should know that it is there.
        setImmediate(() => {
          // Not flushHeaders: it would write them in another encoding.
          if (!flowing) response.write(nothing)
        })
      },
      onResponseData(answering, chunk) {
        flowing = true
        deadline.refresh()
        if (!response.write(chunk)) waitForReader(answering, response, giveUp)
      },
      onResponseEnd() {
        flowing = true
        response.end()
        settle(outcomeOfStatus(response.statusCode))
      },
      onResponseError(_controller, error) {
        fail(error)
      },
    }
    try {
      pool.dispatch(
        {
          path: onward.path,
          method: request.method ?? 'GET',
          headers: onward.headers,
          body: body ?? null,
          // The deadline above is exact, and knows a slow caller from a slow service, also when the answer has begun.
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        handler,
      )
    } catch (error) {
      fail(error)
    }
  })
}

function waitForReader(
  answering: Dispatcher.DispatchController,
  response: ServerResponse,
  giveUp: (reason: Error) => void,
): void {
  answering.pause()
  const stopWaiting = () => {
    clearTimeout(timer)
    response.off('close', stopWaiting).off('drain', onDrain)
  }
  const onDrain = () => {
    stopWaiting()
    answering.resume()
  }
  const timer = setTimeout(() => {
    giveUp(new CallerGone('the caller does not read'))
    response.destroy()
  }, slowReaderMs).unref()
  response.on('close', stopWaiting).on('drain', onDrain)
}

const outcomeOfStatus = (status: number): Outcome =>
  status >= 500 ? 'server_error' : status >= 400 ? 'client_error' : 'ok'

function outcomeOf(error: AppError): Outcome {
  if (error.code === 'upstream.unavailable') return 'unavailable'
  if (error.code === 'upstream.timeout') return 'timeout'
  return error.code === 'upstream.broken' ? 'broken' : 'refused'
}
