import { argon2Sync, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import type { Database } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import { createTestDatabase, testDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from '../testing.ts'
import type { AuthForTests } from '../testing.ts'
import { relayTo } from '../testing-relay.ts'
import { aPerson, claimsOf, cookiesOf, fromOurPage, get, login, post, register } from '../testing-requests.ts'

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

test('registering signs in, and the access token says who, how and for how long', async () => {
  const person = aPerson()
  const { status, headers, body } = await post(`${auth.url}/auth/register`, { body: person })
  expect(status).toBe(201)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.getSetCookie()).toEqual([])
  expect(body).toMatchObject({ account: { email: person.email, emailVerified: false }, expiresIn: 600 })
  expect(body.account.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  const claims = claimsOf(body.accessToken)
  expect(claims).toMatchObject({
    iss: 'goalixa-auth',
    aud: 'goalixa',
    sub: body.account.id,
    client_id: 'goalixa-cli',
    scope: 'read write',
    amr: ['pwd'],
  })
  expect(Number(claims['exp']) - Number(claims['iat'])).toBe(600)
  const me = await get(`${auth.url}/auth/me`, { token: body.accessToken })
  expect(me.body).toEqual(body.account)
  expect(me.headers.get('cache-control')).toContain('no-store')
})

test('SEC-039 REG-A7: a browser gets its tokens as cookies only', async () => {
  const person = aPerson()
  const answer = await post(`${auth.url}/auth/register`, {
    body: { ...person, delivery: 'cookie' },
    headers: fromOurPage,
  })
  expect(answer.status).toBe(201)
  expect(Object.keys(answer.body).toSorted()).toEqual(['account', 'expiresIn'])
  const cookies = answer.headers.getSetCookie()
  expect(cookies.map((line) => line.split('=')[0])).toEqual([
    '__Host-goalixa_at',
    '__Host-goalixa_rt',
    '__Host-goalixa_device',
  ])
  for (const line of cookies) {
    const attributes = line
      .split('; ')
      .slice(1)
      .filter((part) => !/^(Expires|Max-Age)=/.test(part))
    expect(attributes.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict', 'Secure'])
  }
  const me = await get(`${auth.url}/auth/me`, { cookie: cookiesOf(answer) })
  expect(me.body).toEqual(answer.body.account)
  const repeated = await post(`${auth.url}/auth/login`, {
    body: { ...person, delivery: 'cookie' },
    headers: fromOurPage,
  })
  expect(repeated.status).toBe(200)
  expect(cookiesOf(repeated)).not.toBe(cookiesOf(answer))
})

test('an e-mail has one account, however it is written', async () => {
  const { person } = await register(auth.url)
  const again = await post(`${auth.url}/auth/register`, {
    body: { ...person, email: person.email.toUpperCase() },
  })
  expect([again.status, again.body.code]).toEqual([409, 'auth.email_taken'])
  const twins = aPerson()
  const both = await Promise.all([1, 2].map(() => post(`${auth.url}/auth/register`, { body: twins })))
  expect(new Set(both.map(({ status }) => status))).toEqual(new Set([201, 409]))
})

test('SEC-059 REG-A12: a wrong password and an unknown person get the same answer, byte for byte', async () => {
  const { person } = await register(auth.url)
  const headers = { 'x-request-id': 'the-same-for-both' }
  const wrong = await post(`${auth.url}/auth/login`, {
    body: { ...person, password: 'not the passphrase' },
    headers,
  })
  const unknown = await post(`${auth.url}/auth/login`, { body: aPerson(), headers })
  expect(wrong.status).toBe(401)
  expect(wrong.body.code).toBe('auth.invalid_credentials')
  expect(unknown.text).toBe(wrong.text)
  const shown = (all: Headers) => [...all].filter(([name]) => name !== 'date')
  expect(shown(unknown.headers)).toEqual(shown(wrong.headers))
})

test('SEC-060 REG-A14: a disabled account is answered like a wrong password, and its tokens end', async () => {
  const { person, id, accessToken, refreshToken } = await register(auth.url)
  await database.rows(sql`update accounts set disabled_at = now() where id = ${id}`)
  const answers = await Promise.all([
    post(`${auth.url}/auth/login`, { body: person }),
    get(`${auth.url}/auth/me`, { token: accessToken }),
    post(`${auth.url}/auth/refresh`, { body: { refreshToken } }),
  ])
  expect(answers.map(({ body }) => body.code)).toEqual([
    'auth.invalid_credentials',
    'auth.session_ended',
    'auth.session_ended',
  ])
})

test.each([
  ['spaces at the edges', '  spaced passphrase  ', 'spaced passphrase'],
  ['a NUL', 'before\0after it', 'before'],
  ['emoji', '🔑🔑🔑🔑', '🔑🔑🔑🔒'],
  ['1024 bytes', 'x'.repeat(1024), 'x'.repeat(1023)],
  ['letters alone', 'onlyletters', 'onlyletter'],
])('SEC-055 REG-A13: a password with %s is taken exactly', async (_what, password, nearly) => {
  const person = { ...aPerson(), password }
  expect((await post(`${auth.url}/auth/register`, { body: person })).status).toBe(201)
  expect((await post(`${auth.url}/auth/login`, { body: person })).status).toBe(200)
  expect((await post(`${auth.url}/auth/login`, { body: { ...person, password: nearly } })).status).toBe(401)
})

test.each([
  ['a short password', { password: '7 bytes' }],
  ['a long password', { password: 'x'.repeat(1025) }],
  ['no e-mail', { email: 'nobody' }],
  ['wrong types', { email: 1, password: [] }],
  ['unknown fields', { isAdmin: true }],
])('SEC-055 SEC-056 REG-A11: %s is refused with 400', async (_what, change) => {
  const answer = await post(`${auth.url}/auth/register`, { body: { ...aPerson(), ...change } })
  expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid'])
})

test('SEC-053 SEC-054: hashes are argon2id with 19 MiB and two passes; weaker ones are replaced at the next login', async () => {
  const { person, id } = await register(auth.url)
  const stored = () =>
    database.row<{ hash: string }>(sql`select password_hash as hash from accounts where id = ${id}`)
  expect((await stored())?.hash).toMatch(
    /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
  )
  const nonce = randomBytes(16)
  const parameters = { message: person.password, nonce, memory: 8, passes: 1, parallelism: 1, tagLength: 16 }
  const encoded = [nonce, argon2Sync('argon2id', parameters)].map((part) =>
    part.toString('base64').replaceAll('=', ''),
  )
  await database.rows(
    sql`update accounts set password_hash = ${`$argon2id$v=19$m=8,t=1,p=1$${encoded.join('$')}`} where id = ${id}`,
  )
  expect((await post(`${auth.url}/auth/login`, { body: { ...person, password: 'wrong one' } })).status).toBe(
    401,
  )
  expect((await stored())?.hash).toContain('m=8,')
  await login(auth.url, person)
  expect((await stored())?.hash).toContain('m=19456,')
  expect((await post(`${auth.url}/auth/login`, { body: person })).status).toBe(200)
})

test('a password that changes while it is checked opens no session', async () => {
  const { person, id } = await register(auth.url)
  // The account stays locked until the login waits for it with its check already done.
  const answer = await database.transaction(async (tx) => {
    await tx.rows(sql`update accounts set password_version = password_version + 1 where id = ${id}`)
    const pending = post(`${auth.url}/auth/login`, { body: person })
    for (;;) {
      const waiting = await database.row(sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
      if (waiting !== undefined) return { pending }
    }
  })
  const { status, body } = await answer.pending
  expect([status, body.code]).toEqual([401, 'auth.invalid_credentials'])
})

test('when the database is away the answer is 503, never 401', async () => {
  const relay = await relayTo(await testDatabase())
  const other = await startAuthForTests({ databaseUrl: relay.url })
  const { person, accessToken, refreshToken } = await register(other.url)
  relay.cut()
  const answers = await Promise.all([
    post(`${other.url}/auth/login`, { body: person }),
    get(`${other.url}/auth/me`, { token: accessToken }),
    post(`${other.url}/auth/refresh`, { body: { refreshToken } }),
    get(`${other.url}/readyz`),
  ])
  await other.close()
  expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503])
  expect(answers[3]?.body.checks.database).toBe('missing')
})

test('the service is ready with database and keys', async () => {
  const { status, body } = await get(`${auth.url}/readyz`)
  expect([status, body.checks]).toEqual([200, { database: 'ok', keys: 'ok' }])
})

test('SEC-059: an unknown person costs as many hashes as a wrong password', async () => {
  const { person } = await register(auth.url)
  const hashes = async () => {
    const text = await (await fetch(`${auth.internalUrl}/metrics`)).text()
    return Number(/goalixa_auth_password_hash_seconds_count\{[^}]*\} (\d+)/.exec(text)?.[1] ?? 0)
  }
  const costOf = async (body: unknown) => {
    const before = await hashes()
    expect((await post(`${auth.url}/auth/login`, { body })).status).toBe(401)
    return (await hashes()) - before
  }
  const wrong = await costOf({ ...person, password: 'not the passphrase' })
  expect([wrong, await costOf(aPerson())]).toEqual([1, 1])
  await database.rows(sql`update accounts set disabled_at = now() where email = ${person.email}`)
  expect(await costOf(person)).toBe(1)
})

test.each([
  ['password', 'well-known'],
  ['PassWord123', 'well-known'],
  ['qwertyuiop', 'well-known'],
  ['12345678', 'well-known'],
  ['the-e-mail@example.org', 'e-mail'],
  ['the-e-mail', 'e-mail'],
  ['goalixa1', 'service'],
])('SEC-057: the password %s is refused with a reason', async (password, reason) => {
  const { status, body } = await post(`${auth.url}/auth/register`, {
    body: { email: 'the-e-mail@example.org', password },
  })
  expect([status, body.code]).toEqual([422, 'auth.password_unacceptable'])
  expect(body.detail).toContain(reason)
  expect(body.fields).toEqual([{ path: 'password', message: body.detail }])
})

test('SEC-073 REG-A20: a new installation has no account', async () => {
  const databaseUrl = await testDatabase()
  const other = await startAuthForTests({ databaseUrl })
  const fresh = openDatabase({ url: databaseUrl, schema: 'auth', poolSize: 1 })
  expect(await fresh.rows(sql`select id from accounts`)).toEqual([])
  await fresh.close()
  await other.close()
})

test('SEC-070: beyond its queue of hashes the service says 503 at once, and answers others meanwhile', async () => {
  const other = await startAuthForTests({
    databaseUrl: await testDatabase(),
    settings: { UV_THREADPOOL_SIZE: '2' },
  })
  let open = 80
  const logins = Array.from({ length: open }, async () => {
    const answer = await post(`${other.url}/auth/login`, { body: aPerson() })
    open -= 1
    return answer
  })
  expect((await get(`${other.url}/healthz`)).status).toBe(200)
  expect(open).toBeGreaterThan(0)
  const answers = await Promise.all(logins)
  await other.close()
  const busy = answers.filter(({ status }) => status === 503)
  expect(busy.length).toBeGreaterThan(0)
  for (const { body, headers } of busy)
    expect([body.code, headers.get('retry-after')]).toEqual(['auth.busy', '2'])
  expect(answers.filter(({ status }) => status !== 503 && status !== 401)).toEqual([])
})
