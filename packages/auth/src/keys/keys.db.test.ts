import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import { testDatabase } from '@goalixa/service-kit/testing/database'
import { createTokenVerifier } from '@goalixa/service-kit/tokens'
import { deriveSecrets } from '../secrets.ts'
import { aClock } from '../testing-requests.ts'
import { insertKey } from './keys.repository.ts'
import { createKeysService } from './keys.service.ts'
import { newSigningKey } from './new-key.ts'
import { seal, unseal } from './sealed.ts'

const secret = 'uT5wQ8zK3xN7vB2mL9jH4gF6dS1aP0oI'
const clock = aClock()

function open(url: string, authSecret = secret) {
  const database = openDatabase({ url, schema: 'auth', poolSize: 3 })
  onTestFinished(() => database.close())
  const secrets = deriveSecrets(authSecret)
  return {
    database,
    secrets,
    keys: createKeysService({
      database,
      secrets,
      issuer: 'goalixa-auth',
      rotationSeconds: 90 * 86_400,
      now: clock.now,
    }),
  }
}

const claims = () => ({
  sub: randomUUID(),
  client_id: 'goalixa-cli' as const,
  sid: randomUUID(),
  scope: 'read write',
  auth_time: 1,
  amr: ['pwd'],
})
const later = () => new Date(clock.now().getTime() + 86_400_000)

test('many that start at once on a new database agree on one key', async () => {
  const url = await testDatabase()
  const all = Array.from({ length: 4 }, () => open(url))
  await Promise.all(all.map(({ keys }) => keys.prepare()))
  const published = await Promise.all(all.map(({ keys }) => keys.published()))
  expect(published[0]).toHaveLength(1)
  for (const set of published) expect(set).toEqual(published[0])
  const { accessToken } = await all[0]!.keys.issue(claims(), 600, later())
  const verify = createTokenVerifier({
    issuer: 'goalixa-auth',
    findKey: all[3]!.keys.findKey,
    now: () => clock.now().getTime(),
  })
  expect(await verify(accessToken)).toMatchObject({ kind: 'session', scopes: ['read', 'write'] })
})

test('published keys hold nothing private, and the private one is sealed at rest', async () => {
  const { database, keys } = open(await testDatabase())
  await keys.prepare()
  const [jwk] = await keys.published()
  expect(Object.keys(jwk ?? {}).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
  const row = await database.row<{ sealed: Buffer }>(
    sql`select sealed_private_jwk as sealed from signing_keys`,
  )
  expect(row?.sealed.toString('latin1')).not.toContain('"d"')
})

test('each state is published, only the active key signs', async () => {
  const { database, secrets, keys } = open(await testDatabase())
  await keys.prepare()
  for (const state of ['next', 'retiring'] as const) {
    await insertKey(database, { ...newSigningKey(secrets), state, createdAt: clock.now() })
  }
  clock.forward(61)
  expect(await keys.published()).toHaveLength(3)
  const active = await database.row<{ kid: string }>(sql`select kid from signing_keys where state = 'active'`)
  const { accessToken } = await keys.issue(claims(), 600, later())
  expect(JSON.parse(Buffer.from(accessToken.split('.')[0] ?? '', 'base64url').toString())).toEqual({
    alg: 'ES256',
    typ: 'at+jwt',
    kid: active?.kid,
  })
  const second = insertKey(database, { ...newSigningKey(secrets), state: 'active', createdAt: clock.now() })
  await expect(second).rejects.toThrow('signing_keys_one_active')
})

test('a key that another process just made is found; a strange key id is not even looked up', async () => {
  const { database, secrets, keys } = open(await testDatabase())
  await keys.prepare()
  const fresh = newSigningKey(secrets)
  expect(await keys.findKey(fresh.kid)).toBeUndefined()
  await insertKey(database, { ...fresh, state: 'next', createdAt: clock.now() })
  clock.forward(9)
  expect(await keys.findKey(fresh.kid)).toBeUndefined()
  clock.forward(2)
  expect(await keys.findKey(fresh.kid)).toBeDefined()
  // From here on every look into the database fails.
  await database.rows(sql`drop table signing_keys`)
  clock.forward(61)
  for (const kid of ['../../etc/passwd', "' or 1=1", '\0', ''])
    expect(await keys.findKey(kid)).toBeUndefined()
  // What is known stays usable meanwhile.
  expect(await keys.findKey(fresh.kid)).toBeDefined()
  await expect(keys.check()).resolves.toBeUndefined()
})

test('SEC-016: rotate-keys publishes the next key; for a compromised one it takes over and the old one is destroyed', async () => {
  const url = await testDatabase()
  const { database, keys } = open(url)
  await keys.prepare()
  const states = () =>
    database.rows<{ state: string; kid: string; isSealed: boolean }>(sql`
      select state, kid, sealed_private_jwk is not null as "isSealed" from signing_keys order by state`)
  const rotate = async (...args: string[]) => {
    const env = { DATABASE_URL: url, AUTH_SECRET: secret }
    const child = fork(fileURLToPath(new URL('../rotate-keys.ts', import.meta.url)), args, {
      env,
      execArgv: [],
      stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    })
    expect(await once(child, 'exit')).toEqual([0, null])
  }
  await rotate()
  await rotate()
  const [first, second] = await states()
  expect([first, second]).toMatchObject([{ state: 'active' }, { state: 'next' }])
  await rotate('--compromised')
  expect(await states()).toEqual([
    { kid: second?.kid, state: 'active', isSealed: true },
    { kid: first?.kid, state: 'removed', isSealed: false },
  ])
})

test('another AUTH_SECRET opens nothing and makes no second key', async () => {
  const url = await testDatabase()
  const right = open(url)
  await right.keys.prepare()
  const wrong = open(url, 'pO0iU9yT8rE7wQ6aS5dF4gH3jK2lZ1xC')
  await expect(wrong.keys.prepare()).rejects.toThrow('AUTH_SECRET_PREVIOUS')
  expect(await right.database.row(sql`select count(*) as keys from signing_keys`)).toEqual({ keys: 1 })
})

test('a seal opens with its key, its bytes and its row only', () => {
  const { sealing } = deriveSecrets(secret).current
  const sealed = seal(sealing, 'text', 'row')
  expect(unseal(sealing, sealed, 'row')).toBe('text')
  expect(seal(sealing, 'text', 'row')).not.toEqual(sealed)
  const changed = Buffer.from(sealed)
  changed[changed.length - 1]! ^= 1
  expect(() => unseal(sealing, changed, 'row')).toThrow()
  expect(() => unseal(sealing, sealed, 'other')).toThrow()
  expect(() => unseal(deriveSecrets(`${secret}x`).current.sealing, sealed, 'row')).toThrow()
  expect(() => unseal(sealing, sealed.subarray(0, 20), 'row')).toThrow()
})
