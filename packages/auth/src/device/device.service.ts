/** The device authorization grant: a code for the terminal, an approval by its person, tokens once. */
import { AppError } from '@goalixa/contracts/errors'
import type { DeviceAuthorization, DeviceRequest } from '@goalixa/contracts/device'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { LockAccount } from '../accounts/account.ts'
import type { AppendAudit } from '../audit/audit-event.ts'
import type { Caller } from '../caller.ts'
import { afterSeconds, toInstant } from '../instants.ts'
import type { Grant, IssueGrant, SessionsService } from '../sessions/sessions.service.ts'
import { codeHashOf, newSecretCode, newUserCode, shownUserCode } from './codes.ts'
import {
  codeFailuresSince,
  consumeDeviceAuthorization,
  decideDeviceAuthorization,
  deviceAuthorizationByHash,
  insertCodeFailure,
  insertDeviceAuthorization,
  markPolled,
  undecidedByUserCode,
} from './device.repository.ts'
import type { DeviceAuthorizationRow } from './device.repository.ts'

/** Somebody who is signed in, and how they proved it. */
export interface Approver {
  readonly userId: string
  readonly sessionId: string
  readonly caller: Caller
}

export interface DeviceService {
  create(input: { device: string; caller: Caller }): Promise<DeviceAuthorization>
  /**
   * The tokens, once.
   * @throws AppError `authorization_pending`, `slow_down`, `access_denied`, `expired_token`, and `invalid_grant` for a
   * device code of another client, one that nobody was given, and one that was used
   */
  token(input: { deviceCode: string; clientId: string; caller: Caller }): Promise<Grant>
  /** @throws AppError `device.not_found`; `rate.limited` after five codes that nobody had asked for */
  find(userCode: string, by: Approver): Promise<DeviceRequest>
  /** @throws AppError as `find` */
  decide(userCode: string, decision: 'approve' | 'deny', by: Approver): Promise<void>
}

interface DeviceOptions {
  readonly database: Database
  readonly lockAccount: LockAccount
  readonly sessions: Pick<SessionsService, 'open'>
  /** How the person behind a session proved who they are. */
  readonly amrOf: (db: Db, sessionId: string) => Promise<readonly string[]>
  readonly issue: IssueGrant
  readonly appendAudit: AppendAudit
  readonly publicUrl: string
  readonly now: () => Date
  readonly newId: () => string
}

const lifeSeconds = 600
const firstPollSeconds = 5
/** With 5 tries in the life of a code, 34.5 bits are guessed once in 2^32. */
const allowedFailures = 5
/** Longer than it lives, so that a terminal that comes late is told what happened. */
const keptSeconds = 3600

export function createDeviceService(options: DeviceOptions): DeviceService {
  const { database, lockAccount, sessions, issue, appendAudit, now, newId } = options

  /** Right guesses do not clear the count of wrong ones. Throws after the commit: failures must be kept. */
  const withCode = async <Result>(
    userCode: string,
    { userId }: Approver,
    act: (tx: Db, row: DeviceAuthorizationRow) => Promise<Result>,
  ): Promise<Result> => {
    const outcome = await database.transaction(async (tx) => {
      if ((await lockAccount(tx, userId, 'update')) === undefined) throw new AppError('auth.session_ended')
      const since = afterSeconds(now(), -lifeSeconds)
      const first = (await codeFailuresSince(tx, userId, since)).at(-allowedFailures)
      if (first !== undefined) {
        throw new AppError('rate.limited', 'There were too many wrong codes', {
          retryAfterSeconds: Math.max(1, Math.ceil((first.failedAt.getTime() - since.getTime()) / 1000)),
        })
      }
      const row = await undecidedByUserCode(tx, userCode, now())
      if (row === undefined) {
        await insertCodeFailure(tx, userId, now(), since)
        return undefined
      }
      return { result: await act(tx, row) }
    })
    if (outcome === undefined) throw new AppError('device.not_found')
    return outcome.result
  }

  const open = async (row: DeviceAuthorizationRow, userId: string, caller: Caller): Promise<Grant> => {
    const opened = await database.transaction(async (tx) => {
      const account = await lockAccount(tx, userId, 'update')
      if (account === undefined || account.disabledAt !== null) throw new AppError('access_denied')
      if (!(await consumeDeviceAuthorization(tx, row.id, now()))) throw new AppError('invalid_grant')
      // A password that was changed since the approval ends it.
      if (account.passwordVersion !== row.passwordVersion) throw new AppError('access_denied')
      return sessions.open(tx, {
        account,
        client: row.client,
        device: row.device,
        amr: row.amr ?? [],
        caller,
      })
    })
    return issue(opened)
  }

  return {
    async create({ device, caller }) {
      const deviceCode = newSecretCode()
      const createdAt = now()
      const row = {
        id: newId(),
        deviceHash: codeHashOf(deviceCode),
        client: 'goalixa-cli' as const,
        device,
        address: caller.address,
        createdAt,
        expiresAt: afterSeconds(createdAt, lifeSeconds),
        pollSeconds: firstPollSeconds,
      }
      let userCode = newUserCode()
      const forgetBefore = afterSeconds(createdAt, -keptSeconds)
      while (!(await insertDeviceAuthorization(database, { ...row, userCode }, forgetBefore)))
        userCode = newUserCode()
      const shown = shownUserCode(userCode)
      const verificationUri = new URL('/device', options.publicUrl).href
      return {
        deviceCode,
        userCode: shown,
        verificationUri,
        verificationUriComplete: `${verificationUri}?user_code=${shown}`,
        expiresIn: lifeSeconds,
        interval: firstPollSeconds,
      }
    },

    async token({ deviceCode, clientId, caller }) {
      const row = await deviceAuthorizationByHash(database, codeHashOf(deviceCode))
      if (row === undefined || row.client !== clientId || row.consumedAt !== null)
        throw new AppError('invalid_grant')
      if (now() >= row.expiresAt) throw new AppError('expired_token')
      if (await markPolled(database, row.id, now())) throw new AppError('slow_down')
      if (row.decision === 'deny') throw new AppError('access_denied')
      if (row.userId === null) throw new AppError('authorization_pending')
      return open(row, row.userId, caller)
    },

    find: (userCode, by) => withCode(userCode, by, async (_tx, row) => requestView(row)),

    decide: (userCode, decision, by) =>
      withCode(userCode, by, async (tx, row) => {
        const { passwordVersion } = (await lockAccount(tx, by.userId, 'update'))!
        const amr = await options.amrOf(tx, by.sessionId)
        const at = now()
        const decided = { decision, at, userId: by.userId, passwordVersion, amr }
        if (!(await decideDeviceAuthorization(tx, row.id, decided))) throw new AppError('device.not_found')
        await appendAudit(tx, {
          at,
          event: decision === 'approve' ? 'device_approve' : 'device_deny',
          outcome: 'success',
          userId: by.userId,
          sessionId: by.sessionId,
          caller: by.caller,
        })
      }),
  }
}

const requestView = (row: DeviceAuthorizationRow): DeviceRequest => ({
  userCode: shownUserCode(row.userCode),
  clientId: row.client,
  device: row.device,
  address: row.address,
  createdAt: toInstant(row.createdAt),
  expiresAt: toInstant(row.expiresAt),
})
