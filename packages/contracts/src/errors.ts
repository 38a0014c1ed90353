/**
 * The error catalogue: every failure a person or script can meet has one row here.
 * `docs/errors.md` is printed from it; the gateway, the client and the command line share it.
 */
import type { Quota } from './rate-limits.ts'

/** One row: HTTP status, a title that never changes with the case, and what to do next. */
interface CatalogueRow {
  readonly status: number
  readonly title: string
  readonly try: string
}

const row = (status: number, title: string, tryNext: string): CatalogueRow => ({
  status,
  title,
  try: tryNext,
})

export const errorCatalogue = {
  'request.malformed_json': row(
    400,
    'The body is not valid JSON',
    'check the JSON near the place named in the detail',
  ),
  'request.invalid': row(
    400,
    'The request does not fit the contract',
    'correct the fields listed in "fields"; GET /openapi.json shows the contract',
  ),
  'request.malformed': row(
    400,
    'The HTTP request is ambiguous or malformed',
    'send one Host, one framing and a plain path',
  ),
  'request.too_large': row(413, 'The body is too large', 'send a smaller body, or several requests'),
  'request.headers_too_large': row(
    431,
    'The headers are too large',
    'send fewer or shorter headers and cookies',
  ),
  'request.timeout': row(408, 'The request did not arrive in time', 'send it again'),
  'request.expectation_failed': row(417, 'The Expect header asks for more than we do', 'leave it out'),
  'request.unsupported_media_type': row(
    415,
    'The body has a type this route does not read',
    'send Content-Type: application/json',
  ),
  'request.not_acceptable': row(406, 'The route cannot answer in that media type', 'accept application/json'),
  'request.method_not_allowed': row(
    405,
    'The route does not know this method',
    'use one of the methods in the Allow header',
  ),
  'request.not_found': row(404, 'There is no such route', 'GET /openapi.json lists the routes'),
  'request.cross_site': row(
    403,
    'The request came from another site',
    'send the request from the page of this installation',
  ),
  'request.ambiguous_credentials': row(
    400,
    'The request carries more than one credential',
    'send either a cookie or one bearer token',
  ),
  'request.id_taken': row(409, 'There is a row with this id', 'make a new id, or leave it out'),
  'idempotency.key_reused': row(
    422,
    'The Idempotency-Key was used for another request',
    'use a new key for a new request',
  ),
  'idempotency.key_invalid': row(
    400,
    'The Idempotency-Key is not usable',
    'send 1 to 255 printable ASCII characters',
  ),
  'auth.required': row(401, 'Sign-in is needed', 'run: goalixa auth login'),
  'auth.invalid_token': row(401, 'The token is not valid', 'run: goalixa auth login, or create a new token'),
  'auth.invalid_credentials': row(401, 'E-mail or password is wrong', 'check both, then try again'),
  'auth.email_taken': row(409, 'There is an account with this e-mail', 'run: goalixa auth login'),
  'auth.password_unacceptable': row(
    422,
    'The password cannot be used',
    'choose 8 to 1024 bytes that are not a well-known password',
  ),
  'auth.email_unverified': row(
    403,
    'The e-mail address is not confirmed yet',
    'open the link in the mail, or ask for another one: goalixa auth verify --resend',
  ),
  'auth.link_invalid': row(
    400,
    'The link does not work any more',
    'ask for a new one; each works once and for a short time',
  ),
  'auth.wrong_password': row(403, 'The current password is wrong', 'give the password that you sign in with'),
  'auth.session_ended': row(401, 'The session has ended', 'run: goalixa auth login'),
  'auth.forbidden_scope': row(
    403,
    'The token may not do this',
    'use a token that has the scope named in the detail, or sign in',
  ),
  'auth.session_required': row(
    403,
    'A personal access token may not do this',
    'sign in with a password and try again',
  ),
  'auth.invalid_code': row(401, 'The code is wrong', 'wait for the next code, or use a recovery code'),
  'auth.invalid_passkey': row(
    401,
    'The passkey was not accepted',
    'begin again, or use another way to sign in',
  ),
  'auth.challenge_ended': row(401, 'The sign-in took too long', 'begin again: goalixa auth login'),
  'auth.step_up_required': row(
    403,
    'This needs a sign-in of the last ten minutes',
    'sign in again: goalixa auth login',
  ),
  'auth.second_factor_required': row(
    403,
    'This account has a second factor',
    'give a code of your app, a recovery code or a passkey',
  ),
  'auth.operator_required': row(403, 'Only operators may do this', 'ask whoever runs the server'),
  'totp.already_enabled': row(409, 'One-time codes are on', 'turn them off first: goalixa auth totp disable'),
  'totp.not_enabled': row(409, 'One-time codes are off', 'run: goalixa auth totp enable'),
  'passkeys.not_found': row(404, 'There is no such passkey', 'GET /auth/passkeys lists them'),
  'passkeys.refused': row(
    422,
    'The passkey cannot be added',
    'begin again, on the page of this installation',
  ),
  'auth.busy': row(503, 'Too many sign-ins at once', 'wait a moment and try again'),
  'google.not_configured': row(
    404,
    'Sign-in with Google is not set up here',
    'sign in with your password; who runs this installation can set GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET',
  ),
  'google.state_invalid': row(
    400,
    'This sign-in with Google was not begun in this browser, or is over',
    'begin it again',
  ),
  'google.refused': row(400, 'Google did not confirm who you are', 'begin it again'),
  // Not a 5xx: this service works, and must not be taken out of use because another one does not.
  'google.unavailable': row(424, 'Google does not answer as it should', 'try again in a moment'),
  'google.email_unverified': row(
    403,
    'Google has not verified this e-mail address',
    'verify it at Google, or register with a password',
  ),
  'google.link_first': row(
    409,
    'There is an account with this e-mail that Google is not linked to',
    'sign in to it as you did before, or reset its password; then link Google in its settings',
  ),
  'google.linked_elsewhere': row(
    409,
    'This Google identity is linked to another account',
    'sign in with Google to see which',
  ),
  'google.another_linked': row(
    409,
    'Another Google identity is linked to this account',
    'unlink that one first',
  ),
  'google.not_linked': row(404, 'No Google identity is linked to this account', 'link one first'),
  'google.only_way_in': row(
    409,
    'Google is the only way to sign in to this account',
    'set a password first, through the reset by e-mail',
  ),
  // Of RFC 6749 and RFC 8628, named as they are there.
  authorization_pending: row(400, 'Nobody has approved the sign-in yet', 'ask again after the interval'),
  slow_down: row(400, 'The question came too early', 'wait 5 seconds longer between two questions'),
  access_denied: row(400, 'The sign-in was denied', 'begin again: goalixa auth login'),
  expired_token: row(400, 'The code is over', 'begin again: goalixa auth login'),
  invalid_grant: row(400, 'The code is not good', 'begin again: goalixa auth login'),
  'device.not_found': row(
    404,
    'Nothing waits under this code',
    'look at the code again; it lives ten minutes',
  ),
  'rate.limited': row(429, 'Too many requests', 'wait for the seconds given in Retry-After'),
  'tokens.not_found': row(404, 'There is no such token', 'run: goalixa auth token list'),
  'sessions.not_found': row(404, 'There is no such session', 'GET /auth/sessions lists them'),
  'projects.not_found': row(404, 'There is no such project', 'run: goalixa project list'),
  'projects.name_taken': row(409, 'There is a project with this name', 'choose another name'),
  'labels.not_found': row(404, 'There is no such label', 'run: goalixa label list'),
  'labels.name_taken': row(409, 'There is a label with this name', 'choose another name'),
  'tasks.not_found': row(404, 'There is no such task', 'run: goalixa task list'),
  'tasks.parent_cycle': row(409, 'A task cannot be its own ancestor', 'choose another parent'),
  'weekly_goals.not_found': row(404, 'There is no such weekly goal', 'run: goalixa weekly list'),
  'time_entries.not_found': row(404, 'There is no such time entry', 'run: goalixa entries list'),
  'time_entries.end_before_start': row(
    422,
    'The entry would end before it starts',
    'give an end at or after the start',
  ),
  'time_entries.already_running': row(409, 'A timer is running', 'stop it first, or start with a later time'),
  'time_entries.overlap': row(
    409,
    'Other entries are in the way',
    'choose another time, or another overlap policy: trim, split or allow',
  ),
  'timer.not_running': row(409, 'No timer is running', 'run: goalixa start "what you do"'),
  'timer.nothing_to_continue': row(409, 'There is no entry to continue', 'run: goalixa start "what you do"'),
  'history.nothing': row(409, 'There is nothing to take back', 'see what there is: goalixa entries list'),
  'history.changed_since': row(
    409,
    'Something of it was changed since',
    'undo the rest with --rest, or all of it with --anyway',
  ),
  'history.not_here': row(409, 'There is no history on this machine', 'sign in: goalixa auth login'),
  'conflicts.not_found': row(404, 'There is no such conflict', 'run: goalixa conflicts'),
  'import.unreadable': row(422, 'The file cannot be read', 'export it again from the other tool'),
  'import.rows_refused': row(
    422,
    'Some rows cannot be imported',
    'correct the rows named in "fields", or import without --strict',
  ),
  'input.date': row(
    422,
    'The date or time is not understood',
    'write 2026-03-02, 9:00, yesterday, monday or 2026-03-02T09:00:00Z',
  ),
  'input.duration': row(422, 'The duration is not understood', 'write 30m, 1h30m, 1.5h or PT1H30M'),
  'input.range': row(422, 'The range is not understood', 'write 9:00 - 10:30, :week, or 1h ago'),
  'input.ambiguous': row(409, 'The name or short id fits more than one', 'write more of it'),
  'input.unconfirmed': row(409, 'This needs a yes', 'run it again with --yes'),
  'sync.resync_required': row(
    409,
    'The device and the server have lost track of each other',
    'load a snapshot, keep what is not sent yet, and send it again',
  ),
  'sync.unknown_protocol': row(
    400,
    'The server does not speak this version of the protocol',
    'update the program',
  ),
  'sync.refused_not_found': row(404, 'There is no such refused change', 'run: goalixa sync --status'),
  'replica.newer': row(409, 'The local store was made by a newer version', 'update the program'),
  'replica.damaged': row(
    500,
    'The local store is damaged',
    'keep a copy of its file, remove it, and sync again',
  ),
  'replica.unwritable': row(
    500,
    'The local store cannot be written',
    'check that the disk has room and the folder is yours',
  ),
  'upstream.unavailable': row(503, 'A part of the server is not available', 'try again in a moment'),
  'upstream.broken': row(
    502,
    'A part of the server broke off its answer',
    'try again; a write with the same Idempotency-Key is safe',
  ),
  'upstream.timeout': row(
    504,
    'A part of the server took too long',
    'try again; a write with the same Idempotency-Key is safe',
  ),
  'service.unavailable': row(503, 'The service cannot answer now', 'try again in a moment'),
  'service.unreachable': row(
    503,
    'The server cannot be reached',
    'check GOALIXA_API_URL and that the server runs, or run: goalixa doctor',
  ),
  internal: row(
    500,
    'Something unexpected happened',
    'try again; if it stays, report it with the request id',
  ),
} as const satisfies Record<string, CatalogueRow>

export type ErrorCode = keyof typeof errorCatalogue

/** One field at fault: `path` as in `labels.0`, a sentence, and the line for files. */
export interface FieldProblem {
  readonly path: string
  readonly message: string
  readonly line?: number | undefined
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
