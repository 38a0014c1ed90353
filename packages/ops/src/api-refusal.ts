/** An answer of the API server that is no success, with what its Status says. Holds no header and no credential. */

interface Cause {
  readonly reason: string
  readonly message: string
  readonly field: string
}

export class ApiRefusal extends Error {
  /** The HTTP status; 0 when no answer came. */
  readonly status: number
  /** The server's word: `Conflict`, `AlreadyExists`, `Forbidden`; empty when it gave none. */
  readonly reason: string
  readonly causes: readonly Cause[]
  /** Milliseconds that the server asks to wait. */
  readonly retryAfterMs: number | undefined

  constructor(status: number, body: unknown, retryAfter?: string, cause?: unknown) {
    const said = isStatus(body) ? body : undefined
    super(
      said?.message ?? (status === 0 ? 'no answer' : `HTTP ${status}`),
      cause === undefined ? undefined : { cause },
    )
    this.name = 'ApiRefusal'
    this.status = status
    this.reason = said?.reason ?? ''
    this.causes = (said?.details?.causes ?? []).map(({ reason = '', message = '', field = '' }) => ({
      reason,
      message,
      field,
    }))
    this.retryAfterMs =
      retryAfter === undefined ? undefined : Number.parseInt(retryAfter, 10) * 1000 || undefined
  }
}

interface StatusBody {
  readonly message?: string
  readonly reason?: string
  readonly details?: { readonly causes?: readonly Partial<Cause>[] }
}

const isStatus = (body: unknown): body is StatusBody =>
  typeof body === 'object' && body !== null && (body as { kind?: unknown }).kind === 'Status'

export const isRefusal = (error: unknown, reason: string): error is ApiRefusal =>
  error instanceof ApiRefusal && error.reason === reason

/** Whether the request may have been carried out: no answer came, or a server that was on its way down gave it. */
export const isUnknown = (error: unknown): error is ApiRefusal =>
  error instanceof ApiRefusal && (error.status === 0 || error.status >= 502)
