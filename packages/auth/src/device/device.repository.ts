import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'

export interface NewDeviceAuthorization {
  readonly id: string
  readonly deviceHash: Buffer
  readonly userCode: string
  readonly client: 'goalixa-cli'
  readonly device: string
  readonly address: string | null
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly pollSeconds: number
}
export interface DeviceAuthorizationRow extends NewDeviceAuthorization {
  readonly polledAt: Date | null
  readonly decision: 'approve' | 'deny' | null
  readonly userId: string | null
  readonly passwordVersion: number | null
  readonly amr: string[] | null
  readonly consumedAt: Date | null
}
export interface Decision {
  readonly decision: 'approve' | 'deny'
  readonly at: Date
  readonly userId: string
  readonly passwordVersion: number
  readonly amr: readonly string[]
}

const columns = sql`id, device_hash as "deviceHash", user_code as "userCode", client, device, address,
  created_at as "createdAt", expires_at as "expiresAt", poll_seconds as "pollSeconds", polled_at as "polledAt",
  decision, user_id as "userId", password_version as "passwordVersion", amr, consumed_at as "consumedAt"`

/** False when the user code is taken. Forgets what ended before `forgetBefore`. */
export async function insertDeviceAuthorization(
  db: Db,
  row: NewDeviceAuthorization,
  forgetBefore: Date,
): Promise<boolean> {
  await db.rows(sql`delete from device_authorizations where expires_at < ${forgetBefore}`)
  const inserted = await db.row(sql`
    insert into device_authorizations
      (id, device_hash, user_code, client, device, address, created_at, expires_at, poll_seconds)
    values (${row.id}, ${row.deviceHash}, ${row.userCode}, ${row.client}, ${row.device}, ${row.address},
      ${row.createdAt}, ${row.expiresAt}, ${row.pollSeconds})
    on conflict on constraint device_authorizations_user_code_unique do nothing returning id`)
  return inserted !== undefined
}

export const deviceAuthorizationByHash = (
  db: Db,
  hash: Buffer,
): Promise<DeviceAuthorizationRow | undefined> =>
  db.row(sql`select ${columns} from device_authorizations where device_hash = ${hash}`)

/** Waits for its person still. */
export const undecidedByUserCode = (
  db: Db,
  userCode: string,
  now: Date,
): Promise<DeviceAuthorizationRow | undefined> =>
  db.row(sql`
    select ${columns} from device_authorizations
    where user_code = ${userCode} and decision is null and expires_at > ${now}`)

/** Notes a question; true when it came too early, which makes the interval 5 seconds longer. */
export async function markPolled(db: Db, id: string, now: Date): Promise<boolean> {
  const row = await db.row<{ early: boolean }>(sql`
    update device_authorizations as new
    set polled_at = ${now},
      poll_seconds = new.poll_seconds
        + case when old.polled_at + make_interval(secs => old.poll_seconds) > ${now} then 5 else 0 end
    from (select id, polled_at, poll_seconds from device_authorizations where id = ${id} for update) as old
    where new.id = old.id
    returning coalesce(old.polled_at + make_interval(secs => old.poll_seconds) > ${now}, false) as early`)
  return row?.early ?? false
}

/** False when somebody decided before. */
export async function decideDeviceAuthorization(tx: Db, id: string, decision: Decision): Promise<boolean> {
  const row = await tx.row(sql`
    update device_authorizations
    set decision = ${decision.decision}, decided_at = ${decision.at}, user_id = ${decision.userId},
      password_version = ${decision.passwordVersion}, amr = ${decision.amr}
    where id = ${id} and decision is null and expires_at > ${decision.at} returning id`)
  return row !== undefined
}

/** False when the tokens were handed out before. */
export async function consumeDeviceAuthorization(tx: Db, id: string, now: Date): Promise<boolean> {
  const row = await tx.row(sql`
    update device_authorizations set consumed_at = ${now}
    where id = ${id} and decision = 'approve' and consumed_at is null returning id`)
  return row !== undefined
}

export async function insertCodeFailure(tx: Db, userId: string, now: Date, since: Date): Promise<void> {
  await tx.rows(sql`delete from device_code_failures where user_id = ${userId} and failed_at <= ${since}`)
  await tx.rows(sql`insert into device_code_failures (user_id, failed_at) values (${userId}, ${now})`)
}

export const codeFailuresSince = (tx: Db, userId: string, since: Date): Promise<{ failedAt: Date }[]> =>
  tx.rows(sql`
    select failed_at as "failedAt" from device_code_failures
    where user_id = ${userId} and failed_at > ${since} order by failed_at, id`)

/** How the person behind a session proved who they are, as RFC 8176 names it. */
export async function amrOfSession(db: Db, sessionId: string): Promise<readonly string[]> {
  const row = await db.row<{ amr: string[] }>(sql`select amr from sessions where id = ${sessionId}`)
  return row?.amr ?? []
}
