import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import type { Database } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from '../testing.ts'
import type { AuthForTests } from '../testing.ts'
import { claimsOf, get, login, post, register } from '../testing-requests.ts'

let auth: AuthForTests
let database: Database
let url: string
let drop: () => Promise<void>
beforeAll(async () => {
  const created = await createTestDatabase()
  drop = created.drop
  database = openDatabase({ url: created.url, schema: 'auth', poolSize: 2 })
  auth = await startAuthForTests({ databaseUrl: created.url })
  url = auth.url
})
afterAll(async () => {
  await auth.close()
  await database.close()
  await drop()
})

const setRole = (email: string, role: string) =>
  database.rows(sql`select set_account_role(${email}, ${role})`)

test('people read what happened to their own account, newest first, and nothing of others', async () => {
  const { person, id, accessToken: token } = await register(url)
  await register(url)
  await post(`${url}/auth/login`, { body: { ...person, password: 'not the passphrase' } })
  await login(url, person)
  const all = (await get(`${url}/auth/audit`, { token })).body.items
  expect(new Set(all.map(({ userId }: { userId: string }) => userId))).toEqual(new Set([id]))
  const first = await get(`${url}/auth/audit?limit=2`, { token })
  expect(first.body.items).toMatchObject([
    { event: 'login', outcome: 'success', address: expect.any(String) },
    { event: 'login', outcome: 'failure' },
  ])
  const next = await get(`${url}/auth/audit?limit=500&cursor=${first.body.nextCursor}`, { token })
  expect([...first.body.items, ...next.body.items]).toEqual(all)
  expect(next.body.nextCursor).toBeNull()
  const odd = await get(`${url}/auth/audit?cursor=x`, { token })
  expect([odd.status, odd.body.code]).toEqual([400, 'request.invalid'])
})

test('SEC-073: nobody is an operator until the server makes one', async () => {
  const { person, accessToken } = await register(url)
  expect(claimsOf(accessToken)['role']).toBeUndefined()
  const refused = await get(`${url}/auth/audit/all`, { token: accessToken })
  expect([refused.status, refused.body.code]).toEqual([403, 'auth.operator_required'])
  await setRole(person.email.toUpperCase(), 'operator')
  const { accessToken: token } = await login(url, person)
  expect(claimsOf(token)['role']).toBe('operator')
  const { body } = await get(`${url}/auth/audit/all?limit=500`, { token })
  expect(new Set(body.items.map(({ userId }: { userId: string }) => userId)).size).toBeGreaterThan(1)
  expect(body.items.map(({ event }: { event: string }) => event)).toContain('role_change')
  const made = await post(`${url}/auth/tokens`, { token, body: { name: 'of an operator' } })
  const exchanged = await post(`${auth.internalUrl}/internal/token-exchange`, {
    body: { token: made.body.token },
  })
  expect(claimsOf(exchanged.body.accessToken)['role']).toBeUndefined()
  await setRole(person.email, 'user')
  const again = await login(url, person)
  expect((await get(`${url}/auth/audit/all`, { token: again.accessToken })).status).toBe(403)
})

test('a role cannot be chosen by a request, and only two are known', async () => {
  const answer = await post(`${url}/auth/register`, {
    body: { email: 'eve@example.org', password: 'a long enough passphrase', role: 'operator' },
  })
  expect(answer.status).toBe(400)
  const { person } = await register(url)
  await expect(setRole(person.email, 'admin')).rejects.toThrow(/accounts_role_known/)
  await expect(setRole('nobody@example.org', 'operator')).rejects.toThrow(/no account/)
})
