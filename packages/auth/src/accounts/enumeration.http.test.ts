/**
 * Nobody learns from answers, their form or their time whether an address has an account. In short: bytes, and how many
 * hashes an answer costs. With SOAK=1: 2,000 interleaved pairs of each, and a rank test over their times.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import type { Database } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from '../testing.ts'
import type { AuthForTests } from '../testing.ts'
import { startMailServer } from '../testing-mail.ts'
import type { TestMailServer } from '../testing-mail.ts'
import { mannWhitneyP, median } from '../testing-ranks.ts'
import { aPerson, post } from '../testing-requests.ts'

const soak = process.env['SOAK'] === '1'
const pairs = 2_000
const password = 'a long enough passphrase'

let auth: AuthForTests
let database: Database
let mailServer: TestMailServer
let drop: () => Promise<void>
beforeAll(async () => {
  const created = await createTestDatabase()
  drop = created.drop
  mailServer = await startMailServer()
  database = openDatabase({ url: created.url, schema: 'auth', poolSize: 2 })
  const settings = { SMTP_URL: mailServer.url, RATE_LIMIT_LOGIN_ACCOUNT: '5/900' }
  auth = await startAuthForTests({ databaseUrl: created.url, settings })
})
afterAll(async () => {
  await auth.close()
  await mailServer.close()
  await database.close()
  await drop()
})

/** One account whose address is confirmed, or so many: they have the password of one that was registered. */
async function confirmedEmails(count: number): Promise<string[]> {
  const model = aPerson()
  await post(`${auth.url}/auth/register`, { body: { ...model, password } })
  const emails = Array.from({ length: count }, (_, index) => `known${index}-${model.email}`)
  await database.rows(sql`
    insert into accounts (id, email, email_verified_at, password_hash, created_at)
    select gen_random_uuid(), one, now(), (select password_hash from accounts where email = ${model.email}), now()
    from unnest(${emails}::text[]) one`)
  return emails
}

/** An address for each thing that an account can be, none of which may be told. */
async function oneOfEachKind(): Promise<Record<string, string>> {
  const [known, deactivated, googleOnly, unconfirmed, withCodes] = (await confirmedEmails(5)) as [
    string,
    string,
    string,
    string,
    string,
  ]
  await database.rows(sql`update accounts set disabled_at = now() where email = ${deactivated}`)
  await database.rows(sql`update accounts set password_hash = null where email = ${googleOnly}`)
  await database.rows(sql`update accounts set email_verified_at = null where email = ${unconfirmed}`)
  await database.rows(sql`
    insert into totp_secrets (user_id, sealed_secret, sealed_with, created_at, confirmed_at, last_step)
    select id, '\\x00', 'none', now(), now(), 1 from accounts where email = ${withCodes}`)
  return { unknown: `nobody-${known}`, known, deactivated, googleOnly, unconfirmed, withCodes }
}

const hashes = async () => {
  const text = await (await fetch(`${auth.internalUrl}/metrics`)).text()
  return Number(/goalixa_auth_password_hash_seconds_count\{[^}]*\} (\d+)/.exec(text)?.[1] ?? 0)
}

const asked = [
  ['login', { password: 'not the passphrase' }, 401, 1],
  ['register', { password: 'another good passphrase' }, 202, 1],
  ['password/forgot', {}, 202, 0],
  ['email/resend', {}, 202, 0],
] as const
type Path = (typeof asked)[number][0]

const ask = (path: Path, email: string, more: object) =>
  post(`${auth.url}/auth/${path}`, {
    body: { email, ...more },
    headers: { 'x-request-id': 'the-same-for-all' },
  })

describe.each(asked)('%s', (path, more, status, cost) => {
  const number = path === 'login' ? 'SEC-059' : 'SEC-060'
  test(`${number} REG-A12: the same bytes, headers and hashes, whatever the account is`, async () => {
    for (const [kind, email] of Object.entries(await oneOfEachKind())) {
      const before = await hashes()
      const answer = await ask(path, email, more)
      const names = [...answer.headers.keys()].toSorted()
      expect([kind, answer.status, (await hashes()) - before]).toEqual([kind, status, cost])
      const sample = await ask(path, `somebody-else-${kind}@example.org`, more)
      expect([kind, answer.text, names]).toEqual([kind, sample.text, [...sample.headers.keys()].toSorted()])
    }
  })
})

test('SEC-060 REG-A12: an address that was tried too often is locked, with an account and without', async () => {
  const [known] = await confirmedEmails(1)
  const told = async (email: string) => {
    const statuses = []
    for (let time = 0; time < 6; time += 1) {
      statuses.push((await ask('login', email, { password: 'not the passphrase' })).status)
    }
    const { status, text } = await ask('login', email, { password })
    return [...statuses, status, text.replace(/\d+/g, 'N')]
  }
  const ofKnown = await told(known!)
  expect(ofKnown.slice(0, 7)).toEqual([401, 401, 401, 401, 401, 429, 429])
  expect(await told(`nobody-${known}`)).toEqual(ofKnown)
})

describe.runIf(soak).each(asked)('%s', (path, more) => {
  const number = path === 'login' ? 'SEC-059' : 'SEC-060'
  test(`${number}: ${pairs} interleaved pairs take the same time`, { timeout: 3_600_000 }, async () => {
    const known = await confirmedEmails(pairs + 50)
    const timed = async (email: string) => {
      const began = performance.now()
      await ask(path, email, more)
      return performance.now() - began
    }
    const times = { known: [] as number[], unknown: [] as number[] }
    for (const [index, email] of known.entries()) {
      // In either order by chance, so that what one leaves behind does not fall on the other.
      const both = Math.random() < 0.5 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
      for (const which of both) {
        const spent = await timed(which === 'known' ? email : `nobody-${email}`)
        if (index >= 50) times[which].push(spent)
      }
    }
    const p = mannWhitneyP(times.known, times.unknown)
    const ratio = median(times.known) / median(times.unknown)
    process.stdout.write(
      `${path} ${JSON.stringify({ p, ratio, known: median(times.known), unknown: median(times.unknown) })}\n`,
    )
    expect(p > 0.01 || Math.abs(ratio - 1) <= 0.02, `p ${p}, medians ${ratio}`).toBe(true)
  })
})
