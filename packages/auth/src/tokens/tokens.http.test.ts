import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '@goalixa/service-kit/sql'
import { startAuthWithDatabase } from '../testing-database.ts'
import type { AuthWithDatabase } from '../testing-database.ts'
import { aClock, claimsOf, get, post, register, send } from '../testing-requests.ts'

const clock = aClock()
let auth: AuthWithDatabase['auth']
let database: AuthWithDatabase['database']
let close: AuthWithDatabase['close']
beforeAll(async () => {
  ;({ auth, database, close } = await startAuthWithDatabase(clock.now))
})
afterAll(() => close())

const create = (token: string, body: object) => post(`${auth.url}/auth/tokens`, { token, body })
const list = (token: string) => get(`${auth.url}/auth/tokens`, { token })
const revoke = (token: string, id: string) => send('DELETE', `${auth.url}/auth/tokens/${id}`, { token })
const exchange = (token: string) => post(`${auth.internalUrl}/internal/token-exchange`, { body: { token } })

test('SEC-091: a token is shown once and stored as a hash', async () => {
  const { accessToken } = await register(auth.url)
  const { status, headers, body } = await create(accessToken, { name: ' backup script ', expiresInDays: 1 })
  expect(status).toBe(201)
  expect(headers.get('cache-control')).toContain('no-store')
  expect(body).toMatchObject({ name: 'backup script', scopes: ['read', 'write'], lastUsedAt: null })
  expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBe(86_400_000)
  const { token, ...shown } = body
  expect((await list(accessToken)).body).toEqual({ items: [shown], nextCursor: null })
  const row = await database.row<{ hash: Buffer }>(
    sql`select hash from personal_tokens where id = ${body.id}`,
  )
  const secret = Buffer.from(token.slice('glx_pat_'.length, -6), 'base64url')
  expect(row?.hash).toEqual(createHash('sha256').update(secret).digest())
})

test('the gateway exchanges it for a short access token with its scopes', async () => {
  const { id, accessToken } = await register(auth.url)
  const { body: made } = await create(accessToken, {
    name: 'reader',
    scopes: ['reports:read', 'read', 'read'],
  })
  const { status, headers, body } = await exchange(made.token)
  expect([status, body.expiresIn, headers.get('cache-control')]).toEqual([200, 60, 'no-store'])
  const claims = claimsOf(body.accessToken)
  expect(claims).toMatchObject({
    sub: id,
    sid: made.id,
    client_id: 'personal-token',
    scope: 'reports:read read',
    amr: ['pat'],
  })
  expect(Number(claims['exp']) - Number(claims['iat'])).toBe(60)
  expect((await get(`${auth.url}/auth/me`, { token: body.accessToken })).body.id).toBe(id)
})

test('SEC-092: it never reaches what belongs to signed-in people, nor beyond its scopes', async () => {
  const { accessToken } = await register(auth.url)
  const all = (await create(accessToken, { name: 'all' })).body
  const narrow = (await create(accessToken, { name: 'narrow', scopes: ['reports:read'] })).body
  const stands = (await exchange(all.token)).body.accessToken
  const answers = await Promise.all([
    create(stands, { name: 'child' }),
    list(stands),
    revoke(stands, all.id),
    get(`${auth.url}/auth/sessions`, { token: stands }),
    send('DELETE', `${auth.url}/auth/sessions/${all.id}`, { token: stands }),
    post(`${auth.url}/auth/logout`, { token: stands }),
  ])
  expect(answers.map(({ body }) => body.code)).toEqual(Array(6).fill('auth.session_required'))
  const limited = (await exchange(narrow.token)).body.accessToken
  expect((await get(`${auth.url}/auth/me`, { token: limited })).body.code).toBe('auth.forbidden_scope')
  // The token itself, without the gateway, is no access token.
  expect((await get(`${auth.url}/auth/me`, { token: all.token })).status).toBe(401)
})

test('a token for one project says so, here and in what it is exchanged for', async () => {
  const { accessToken } = await register(auth.url)
  const projectId = '0198f2d0-0000-7000-8000-00000000abcd'
  const { body: made } = await create(accessToken, { name: 'one project', projectId })
  const { body: wide } = await create(accessToken, { name: 'all of them' })
  expect([made.projectId, wide.projectId]).toEqual([projectId, null])
  expect((await list(accessToken)).body.items).toMatchObject([{ projectId: null }, { projectId }])
  const stands = (await exchange(made.token)).body.accessToken
  expect(claimsOf(stands)).toMatchObject({ client_id: 'project-token', project: projectId, sid: made.id })
  expect((await get(`${auth.url}/auth/me`, { token: stands })).body.code).toBe('tokens.other_project')
  expect((await list(stands)).body.code).toBe('auth.session_required')
  expect(claimsOf((await exchange(wide.token)).body.accessToken)).not.toHaveProperty('project')
  expect((await create(accessToken, { name: 'no id', projectId: 'website' })).body.code).toBe(
    'request.invalid',
  )
})

test('SEC-091: revoking ends it everywhere', async () => {
  const { accessToken } = await register(auth.url)
  const { body: made } = await create(accessToken, { name: 'leaked' })
  const stands = (await exchange(made.token)).body.accessToken
  const { cursor } = (await get(`${auth.internalUrl}/internal/revocations`)).body
  expect((await revoke(accessToken, made.id)).status).toBe(204)
  const refused = await exchange(made.token)
  expect([refused.status, refused.body.code]).toEqual([401, 'auth.invalid_token'])
  expect((await get(`${auth.url}/auth/me`, { token: stands })).status).toBe(401)
  expect((await list(accessToken)).body.items).toEqual([])
  const { items } = (await get(`${auth.internalUrl}/internal/revocations?after=${cursor}`)).body
  expect(items.map(({ sid }: { sid: string }) => sid)).toEqual([made.id])
  expect((await revoke(accessToken, made.id)).body.code).toBe('tokens.not_found')
})

test("SEC-091: another person's token is not found and goes on", async () => {
  const victim = await register(auth.url)
  const attacker = await register(auth.url)
  const { body: made } = await create(victim.accessToken, { name: 'mine' })
  expect((await revoke(attacker.accessToken, made.id)).body.code).toBe('tokens.not_found')
  expect((await list(attacker.accessToken)).body.items).toEqual([])
  expect((await exchange(made.token)).status).toBe(200)
})

test('SEC-091: an expired token, an unknown one and one of a disabled account are refused', async () => {
  const { id, accessToken } = await register(auth.url)
  const short = (await create(accessToken, { name: 'short', expiresInDays: 1 })).body
  const long = (await create(accessToken, { name: 'long', expiresInDays: 2 })).body
  clock.forward(86_400 - 10)
  expect((await exchange(short.token)).body.expiresIn).toBeLessThanOrEqual(10)
  clock.forward(11)
  expect((await exchange(short.token)).status).toBe(401)
  expect((await exchange(long.token)).status).toBe(200)
  await database.rows(sql`update accounts set disabled_at = now() where id = ${id}`)
  for (const token of [long.token, 'glx_pat_', '', `glx_pat_${'A'.repeat(49)}`]) {
    expect((await exchange(token)).body.code).toBe('auth.invalid_token')
  }
})

test('SEC-091: its last use is noted, at most once a minute', async () => {
  const { accessToken } = await register(auth.url)
  const { body: made } = await create(accessToken, { name: 'busy' })
  const lastUse = async () => Date.parse((await list(accessToken)).body.items[0].lastUsedAt)
  await exchange(made.token)
  const first = await lastUse()
  clock.forward(59)
  await exchange(made.token)
  expect(await lastUse()).toBe(first)
  clock.forward(1)
  await exchange(made.token)
  expect(await lastUse()).toBe(first + 60_000)
})

test.each([
  [{ name: '' }],
  [{ name: 'x', scopes: [] }],
  [{ name: 'x', scopes: ['admin'] }],
  [{ name: 'x', expiresInDays: 0 }],
  [{ name: 'x', expiresInDays: 367 }],
  [{ name: 'x', userId: 'other' }],
  [[]],
  ['x'],
  [null],
])('%j makes no token', async (body) => {
  const { accessToken } = await register(auth.url)
  expect((await create(accessToken, body as object)).status).toBe(400)
  expect((await list(accessToken)).body.items).toEqual([])
})

test('the internal routes are not on the public port', async () => {
  expect((await post(`${auth.url}/internal/token-exchange`, { body: { token: 'x' } })).status).toBe(404)
  expect((await get(`${auth.url}/internal/revocations`)).status).toBe(404)
  expect((await fetch(`${auth.url}/metrics`)).status).toBe(404)
  expect((await get(`${auth.internalUrl}/internal/revocations?after=x`)).status).toBe(400)
})
