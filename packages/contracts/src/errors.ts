/** The one error that is expected, with its code of the catalogue. */
import type { ErrorCode } from './error-catalogue.ts'
import { errorCatalogue } from './error-catalogue.ts'
import type { Quota } from './rate-limits.ts'

/** One field at fault: `path` as in `labels.0`, a sentence, the line for files, the character (from 0) for filters. */
export interface FieldProblem {
  readonly path: string
  readonly message: string
  readonly line?: number | undefined
  readonly position?: number | undefined
}

interface AppErrorOptions {
  readonly cause?: unknown
  /** Overrides the catalogue's next step where the case knows better. */
  readonly try?: string
  readonly fields?: readonly FieldProblem[]
  /** A word for programs, where one code has several causes. */
  readonly reason?: string
  /** Seconds for `Retry-After`. */
  readonly retryAfterSeconds?: number
  /** Of `rate.limited`: the limit that was reached, for its headers. */
  readonly quota?: Quota | undefined
  readonly requestId?: string
}

/**
 * The one error that is expected. Anything else that is thrown is a bug and answers `internal`.
 * `detail` is shown to people: it must not hold secrets, SQL or paths of the server.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly try: string
  readonly fields: readonly FieldProblem[]
  readonly retryAfterSeconds: number | undefined
  readonly quota: Quota | undefined
  readonly requestId: string | undefined
  readonly reason: string | undefined

  constructor(code: ErrorCode, detail?: string, options: AppErrorOptions = {}) {
    const entry = errorCatalogue[code]
    super(detail ?? entry.title, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.status = entry.status
    this.try = options.try ?? entry.try
    this.fields = options.fields ?? []
    this.retryAfterSeconds = options.retryAfterSeconds
    this.quota = options.quota
    this.requestId = options.requestId
    this.reason = options.reason
  }
}
