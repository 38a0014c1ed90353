/** The one table of exit codes; `docs` and `--help` say the same. */
import type { ErrorCode } from '@goalixa/contracts/errors'

/** Failures that only a command can have. */
export type FailureCode = ErrorCode | 'usage' | 'interrupted'

export const exit = {
  done: 0,
  failed: 1,
  usage: 2,
  nothing: 3,
  signIn: 4,
  unreachable: 5,
  refused: 6,
  interrupted: 130,
} as const

export const exitCodes: Readonly<Record<FailureCode, number>> = {
  usage: exit.usage,
  interrupted: exit.interrupted,
  'request.malformed_json': exit.failed,
  'request.invalid': exit.usage,
  'request.malformed': exit.failed,
  'request.too_large': exit.usage,
  'request.unsupported_media_type': exit.failed,
  'request.not_acceptable': exit.failed,
  'request.method_not_allowed': exit.failed,
  'request.not_found': exit.nothing,
  'request.cross_site': exit.refused,
  'request.id_taken': exit.refused,
  'request.ambiguous_credentials': exit.failed,
  'idempotency.key_reused': exit.refused,
  'idempotency.key_invalid': exit.failed,
  'auth.required': exit.signIn,
  'auth.invalid_token': exit.signIn,
  'auth.invalid_credentials': exit.signIn,
  'auth.email_taken': exit.refused,
  'auth.password_unacceptable': exit.refused,
  'auth.session_ended': exit.signIn,
  'auth.forbidden_scope': exit.refused,
  'auth.session_required': exit.refused,
  'auth.busy': exit.unreachable,
  'rate.limited': exit.refused,
  'tokens.not_found': exit.nothing,
  'sessions.not_found': exit.nothing,
  'projects.not_found': exit.nothing,
  'projects.name_taken': exit.refused,
  'labels.not_found': exit.nothing,
  'labels.name_taken': exit.refused,
  'tasks.not_found': exit.nothing,
  'tasks.parent_cycle': exit.refused,
  'time_entries.not_found': exit.nothing,
  'time_entries.end_before_start': exit.refused,
  'time_entries.already_running': exit.refused,
  'timer.not_running': exit.nothing,
  'timer.nothing_to_continue': exit.nothing,
  'import.unreadable': exit.usage,
  'import.rows_refused': exit.refused,
  'input.date': exit.usage,
  'input.duration': exit.usage,
  'input.range': exit.usage,
  'input.ambiguous': exit.refused,
  'input.unconfirmed': exit.refused,
  'sync.resync_required': 1,
  'sync.unknown_protocol': 1,
  'replica.newer': exit.failed,
  'replica.damaged': exit.failed,
  'replica.unwritable': exit.failed,
  'upstream.unavailable': exit.unreachable,
  'upstream.broken': exit.unreachable,
  'upstream.timeout': exit.unreachable,
  'service.unavailable': exit.unreachable,
  'service.unreachable': exit.unreachable,
  internal: exit.failed,
}

/** A server that is newer than this command may know more codes. */
export const exitCodeOf = (code: FailureCode): number =>
  Object.hasOwn(exitCodes, code) ? exitCodes[code] : exit.failed
