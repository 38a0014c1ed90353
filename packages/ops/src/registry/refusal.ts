/** A registry that says no, says nothing, or says something that cannot be. Never holds what was sent to log in. */
import { redacted } from '../redact.ts'

type RefusalKind =
  /** No answer at all. */
  | 'unreachable'
  /** An answer that ended before it was whole. */
  | 'broken'
  /** A status that is no success. */
  | 'refused'
  /** A success whose content is not what was asked for. */
  | 'wrong'

export class RegistryRefusal extends Error {
  override name = 'RegistryRefusal'
  readonly kind: RefusalKind
  /** Of HTTP; 0 without an answer. */
  readonly status: number
  /** Of the registry: `MANIFEST_UNKNOWN`, `PROJECTPOLICYVIOLATION`. */
  readonly code: string | undefined
  /** The registry's own words, without its address. */
  readonly said: string | undefined
  readonly retryAfterMs: number | undefined

  constructor(
    kind: RefusalKind,
    message: string,
    {
      status = 0,
      code,
      said,
      retryAfterMs,
    }: { status?: number; code?: string; said?: string; retryAfterMs?: number } = {},
  ) {
    super(redacted(message))
    this.kind = kind
    this.status = status
    this.code = code
    this.said = said === undefined ? undefined : redacted(said)
    this.retryAfterMs = retryAfterMs
  }
}
