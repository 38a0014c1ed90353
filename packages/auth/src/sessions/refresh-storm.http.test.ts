/** Many tabs refresh at once, again and again: everybody stays signed in. A thousand rounds with SOAK=1. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import type { Database } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from '../testing.ts'
import type { AuthForTests } from '../testing.ts'
import {
  aPerson,
  cookiesOf,
  fromOurPage,
  get,
  login,
  post,
  register,
  send,
  sidOf,
} from '../testing-requests.ts'

const soak = process.env['SOAK'] === '1'
const rounds = soak ? 1_000 : 20
const timeout = soak ? 3_600_000 : 120_000

let auth: AuthForTests
let database: Database
let drop: () => Promise<void>
beforeAll(async () => {
  const created = await createTestDatabase()
  drop = created.drop
  database = openDatabase({ url: created.url, schema: 'auth', poolSize: 2 })
  auth = await startAuthForTests({ databaseUrl: created.url })
})
afterAll(async () => {
  await auth.close()
  await database.close()
  await drop()
})

const tokensOf = async (sid: string) =>
  (await database.row<{ tokens: number; parents: number }>(sql`
    select count(*) as tokens, count(distinct parent_id) as parents from refresh_tokens where session_id = ${sid}`))!

test('SEC-019 REG-A5 REG-A6: a storm of refreshes of one token, round after round', { timeout }, async () => {
  const url = `${auth.url}/auth/refresh`
  const bearer = await register(auth.url)
  const page = { body: { ...aPerson(), delivery: 'cookie' }, headers: fromOurPage }
  let cookie = cookiesOf(await post(`${auth.url}/auth/register`, page))
  let token = bearer.refreshToken
  for (let round = 1; round <= rounds; round += 1) {
    const callers = round % 2 === 0 ? 100 : 2 + ((round * 37) % 99)
    const inBody = await Promise.all(
      Array.from({ length: callers }, () => post(url, { body: { refreshToken: token } })),
    )
    expect(new Set(inBody.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(inBody.map(({ body }) => body.refreshToken)).size).toBe(1)
    token = inBody[0]!.body.refreshToken
    // One child per parent, and every token but the first has one.
    expect(await tokensOf(sidOf(bearer.accessToken))).toEqual({ tokens: round + 1, parents: round })
    if (round % 5 > 0) continue
    const given = cookie
    const inCookie = await Promise.all(
      Array.from({ length: callers }, () => post(url, { cookie: given, headers: fromOurPage })),
    )
    expect(new Set(inCookie.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(inCookie.map((answer) => answer.headers.getSetCookie()[1])).size).toBe(1)
    for (const line of inCookie.flatMap((answer) => answer.headers.getSetCookie()))
      expect(line).not.toMatch(/=;|Expires=Thu, 01 Jan 1970|Max-Age=0/)
    cookie = cookiesOf(inCookie.at(-1)!)
  }
  expect((await get(`${auth.url}/auth/me`, { cookie })).status).toBe(200)
})

test('SEC-026: refreshes against the end of all sessions leave none alive', { timeout }, async () => {
  const { person } = await register(auth.url)
  for (let round = 0; round < rounds; round += 1) {
    const sessions = [await login(auth.url, person), await login(auth.url, person)]
    const racing = sessions.flatMap((session) =>
      Array.from({ length: 4 }, () =>
        post(`${auth.url}/auth/refresh`, { body: { refreshToken: session.refreshToken } }),
      ),
    )
    const ended = send('DELETE', `${auth.url}/auth/sessions`, { token: sessions[0]!.accessToken })
    const answers = await Promise.all(racing)
    expect((await ended).status).toBe(204)
    for (const { status } of answers) expect([200, 401]).toContain(status)
    const newest = [...sessions, ...answers.filter(({ status }) => status === 200).map(({ body }) => body)]
    for (const { accessToken, refreshToken } of newest) {
      expect((await get(`${auth.url}/auth/me`, { token: accessToken })).status).toBe(401)
      expect((await post(`${auth.url}/auth/refresh`, { body: { refreshToken } })).status).toBe(401)
    }
    const sids = sessions.map(({ accessToken }) => sidOf(accessToken))
    expect(
      await database.row(
        sql`select count(*) as live from sessions where id = any(${sids}) and revoked_at is null`,
      ),
    ).toEqual({ live: 0 })
  }
})

test('SEC-020: whoever owns a stolen session is told by mail', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'goalixa-mail-'))
  const created = await createTestDatabase()
  const strict = await startAuthForTests({
    databaseUrl: created.url,
    settings: { REFRESH_GRACE_SECONDS: '0', MAIL_FOLDER: folder },
  })
  const { person, refreshToken } = await register(strict.url)
  const refresh = () => post(`${strict.url}/auth/refresh`, { body: { refreshToken } })
  expect((await refresh()).status).toBe(200)
  expect((await refresh()).status).toBe(401)
  const mails = async () => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.eml'))
    return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  }
  const isTold = (mail: string) => mail.includes(person.email) && mail.includes('ended for your safety')
  while (!(await mails()).some(isTold)) await pause(20)
  await strict.close()
  await created.drop()
  await rm(folder, { recursive: true })
})

test('what came of refreshes is counted', async () => {
  const text = await (await fetch(`${auth.internalUrl}/metrics`)).text()
  const figure = (series: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(series))
        ?.split(' ')
        .at(-1),
    )
  for (const series of [
    'goalixa_auth_refresh_total{outcome="rotated"',
    'goalixa_auth_refresh_total{outcome="replayed"',
    'goalixa_auth_refresh_total{outcome="expired"',
    'goalixa_auth_sessions_revoked_total{reason="session_revoke"',
    'goalixa_auth_tokens_issued_total{kind="access"',
  ]) {
    expect([series, figure(series) > 0]).toEqual([series, true])
  }
  expect(figure('goalixa_auth_key_age_seconds{state="active"')).toBeGreaterThanOrEqual(0)
})
