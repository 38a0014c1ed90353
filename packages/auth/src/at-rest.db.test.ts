import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import { identifier, sql } from '@goalixa/service-kit/sql'
import { testDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from './testing.ts'
import { get, post, register } from './testing-requests.ts'

test('SEC-037: whoever reads the whole database finds no token and no password', async () => {
  const databaseUrl = await testDatabase()
  const auth = await startAuthForTests({ databaseUrl })
  const database = openDatabase({ url: databaseUrl, schema: 'auth', poolSize: 2 })
  onTestFinished(async () => {
    await auth.close()
    await database.close()
  })
  const first = await register(auth.url)
  const second = (await post(`${auth.url}/auth/refresh`, { body: { refreshToken: first.refreshToken } })).body
  const personal = (
    await post(`${auth.url}/auth/tokens`, { token: second.accessToken, body: { name: 'script' } })
  ).body
  await post(`${auth.internalUrl}/internal/token-exchange`, { body: { token: personal.token } })

  const tables = await database.rows<{ name: string }>(sql`
    select table_name as name from information_schema.tables where table_schema = 'auth'`)
  expect(tables.length).toBeGreaterThan(7)
  const dumps = await Promise.all(
    tables.map(({ name }) =>
      database.rows<{ line: string }>(sql`select one::text as line from ${identifier(name)} one`),
    ),
  )
  const dump = dumps
    .flat()
    .map(({ line }) => line)
    .join('\n')
  expect(dump).toContain(first.person.email)

  const secretOf = (token: string) =>
    Buffer.from(/^glx_[a-z]+_([\w-]{43})/.exec(token)?.[1] ?? '', 'base64url')
  const tokens = [first.refreshToken, second.refreshToken, personal.token]
  const secrets = tokens.flatMap((token) => {
    const bytes = secretOf(token)
    expect(bytes).toHaveLength(32)
    return [bytes.toString('base64url'), bytes.toString('base64'), bytes.toString('hex')]
  })
  for (const secret of [
    ...tokens,
    ...secrets,
    first.accessToken,
    second.accessToken,
    first.person.password,
  ]) {
    expect(dump).not.toContain(secret)
  }

  // What is there does not serve as a token either.
  const hashes = await database.rows<{ hash: Buffer }>(sql`
    select hash from refresh_tokens union all select hash from personal_tokens`)
  for (const { hash } of hashes) {
    const refreshToken = `glx_rt_${hash.toString('base64url')}`
    expect((await post(`${auth.url}/auth/refresh`, { body: { refreshToken } })).status).toBe(401)
  }
  expect((await get(`${auth.url}/auth/me`, { token: second.accessToken })).status).toBe(200)
})

test('the audit can only grow', async () => {
  const databaseUrl = await testDatabase()
  const auth = await startAuthForTests({ databaseUrl })
  const database = openDatabase({ url: databaseUrl, schema: 'auth', poolSize: 2 })
  onTestFinished(() => database.close())
  const { id } = await register(auth.url)
  await auth.close()
  const events = await database.rows(
    sql`select event, outcome, address from audit_events where user_id = ${id} order by id`,
  )
  expect(events).toEqual([
    { event: 'register', outcome: 'success', address: '127.0.0.1' },
    { event: 'login', outcome: 'success', address: '127.0.0.1' },
  ])
  for (const change of [
    sql`update audit_events set event = 'x'`,
    sql`delete from audit_events`,
    sql`truncate audit_events`,
  ]) {
    await expect(database.rows(change)).rejects.toThrow('append-only')
  }
})
