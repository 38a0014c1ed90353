/** What the client needs of HTTP: one function. Node, the browser and tests each bring their own. */
import type { Access, Method } from '@goalixa/contracts/route'

/** `path` begins with a slash and holds the query; `body` is text that is sent as it is. */
export interface HttpRequest {
  readonly method: Method
  readonly path: string
  readonly access: Access
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Milliseconds until the answer must have begun. */
  readonly timeoutMs: number
  /** Milliseconds between two pieces of the answer; `timeoutMs` unless given. */
  readonly silenceMs?: number
  readonly signal?: AbortSignal
}

/** `body` is read once: through `text()`, or piece by piece through `chunks()`. */
export interface HttpResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: () => Promise<string>
  readonly chunks: () => AsyncIterable<Uint8Array>
}

/** Throws {@link TransportError} when there is no answer, whatever the status of an answer. */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>

/**
 * Why there was no answer.
 * - `unreachable`: no connection came about, so the server saw nothing
 * - `lost`: the connection broke; the server may have done the work
 * - `timeout`: it took longer than `timeoutMs`
 * - `aborted`: the caller gave up
 */
export type TransportFailure = 'unreachable' | 'lost' | 'timeout' | 'aborted'

export class TransportError extends Error {
  readonly failure: TransportFailure

  constructor(failure: TransportFailure, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'TransportError'
    this.failure = failure
  }
}
