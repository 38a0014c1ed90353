import { randomBytes, randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import { testDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from '../testing.ts'
import { aPerson, cookiesOf, fromOurPage, post } from '../testing-requests.ts'

const soak = process.env['SOAK'] === '1'
const timeout = soak ? 600_000 : 30_000

/** With the limits that an installation has, behind one proxy of its own. */
const asInstalled = {
  AUTH_SECRET: randomBytes(48).toString('base64'),
  TRUSTED_PROXIES: '1',
  RATE_LIMIT_LOOPBACK: 'true',
  RATE_LIMIT_LOGIN_ACCOUNT: '10/900',
  RATE_LIMIT_LOGIN_ADDRESS: '20/300',
  RATE_LIMIT_MAIL_ACCOUNT: '3/3600',
  RATE_LIMIT_PERSONAL_TOKEN: '20/60',
}

async function anInstallation(settings: Record<string, string> = {}) {
  const databaseUrl = await testDatabase()
  const start = async (more: Record<string, string> = {}) => {
    const auth = await startAuthForTests({ databaseUrl, settings: { ...asInstalled, ...settings, ...more } })
    let closed: Promise<void> | undefined
    const close = () => (closed ??= auth.close())
    onTestFinished(close)
    return { ...auth, close }
  }
  const database = openDatabase({ url: databaseUrl, schema: 'auth', poolSize: 1 })
  onTestFinished(() => database.close())
  /** The clock of the database cannot be moved: what it wrote is moved back instead. */
  const pass = (seconds: number) =>
    database.rows(sql`
      update rate_limits set free_at = free_at - make_interval(secs => ${seconds}),
        locked_until = locked_until - make_interval(secs => ${seconds}),
        forget_at = forget_at - make_interval(secs => ${seconds})`)
  return { database, start, pass }
}

let addresses = 0
const anAddress = () => `10.${(++addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`
const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })

const signIn = (url: string, body: Record<string, string>, address = anAddress()) =>
  post(`${url}/auth/login`, { body, ...from(address) })
const wrong = { password: 'not the right one' }

test(
  'SEC-061 SEC-065 REG-A10: guesses at one account from many addresses are few, its owner gets in',
  { timeout },
  async () => {
    const { start, pass } = await anInstallation()
    const { url } = await start()
    const person = aPerson()
    const web = { ...person, delivery: 'cookie' }
    const ours = (cookie?: string) => ({
      headers: { ...fromOurPage, 'x-forwarded-for': anAddress() },
      ...(cookie === undefined ? {} : { cookie }),
    })
    await post(`${url}/auth/register`, { body: person, ...from(anAddress()) })
    const device = cookiesOf(await post(`${url}/auth/login`, { body: web, ...ours() }))
      .split('; ')
      .find((cookie) => cookie.includes('goalixa_device'))!

    const guess = () => signIn(url, { ...person, ...wrong })
    const guesses = soak ? 1_000 : 200
    const first = []
    while (first.length < guesses) first.push(...(await Promise.all(Array.from({ length: 200 }, guess))))
    expect(first.filter(({ status }) => status === 401)).toHaveLength(10)
    const refused = first.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(guesses - 10)
    for (const { headers, body } of refused) {
      const [, reset] = /^"login-account";r=0;t=(\d+)$/.exec(headers.get('ratelimit') ?? '') ?? []
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(Number(reset))
      expect(headers.get('ratelimit-policy')).toBe('"login-account";q=10;w=900')
      expect(headers.get('content-type')).toContain('application/problem+json')
      expect(body).toMatchObject({ code: 'rate.limited', status: 429 })
    }
    expect((await signIn(url, person)).status).toBe(429)
    expect((await post(`${url}/auth/login`, { body: web, ...ours(device) })).status).toBe(200)
    // A cookie that was made for another account opens nothing.
    const stranger = { ...aPerson(), delivery: 'cookie' }
    await post(`${url}/auth/register`, { body: { ...stranger, delivery: 'bearer' }, ...from(anAddress()) })
    const theirs = cookiesOf(await post(`${url}/auth/login`, { body: stranger, ...ours() }))
      .split('; ')
      .find((cookie) => cookie.includes('goalixa_device'))!
    expect((await post(`${url}/auth/login`, { body: web, ...ours(theirs) })).status).toBe(429)

    let inAnHour = 10
    for (let minute = 0; minute < 60; minute += 1) {
      await pass(60)
      if ((await guess()).status === 401) inAnHour += 1
    }
    expect(inAnHour).toBeLessThanOrEqual(16)
  },
)

test('SEC-061: the delays double up to 15 minutes, and end', async () => {
  const { start, pass, database } = await anInstallation({ RATE_LIMIT_LOGIN_ACCOUNT: '2/180' })
  const { url } = await start()
  const email = `${randomUUID()}@example.org`
  const delays: number[] = []
  for (let round = 0; round < 5; round += 1) {
    for (;;) {
      const { status, headers } = await signIn(url, { email, ...wrong })
      if (status === 401) continue
      delays.push(Number(headers.get('retry-after')))
      break
    }
    await pass(delays.at(-1)!)
  }
  expect(delays).toEqual([90, 180, 180, 180, 180])
  await pass(1000)
  expect((await signIn(url, { email, ...wrong })).status).toBe(401)
  expect((await signIn(url, { email, ...wrong })).status).toBe(401)
  expect((await signIn(url, { email, ...wrong })).status).toBe(429)
  expect(await database.row(sql`select count(*) as rows from rate_limits where strikes > 0`)).toEqual({
    rows: 1,
  })
})

test('SEC-061: right passwords cost nothing', async () => {
  const { start } = await anInstallation({
    RATE_LIMIT_LOGIN_ACCOUNT: '2/900',
    RATE_LIMIT_LOGIN_ADDRESS: '2/900',
  })
  const { url } = await start()
  const person = aPerson()
  const address = anAddress()
  await post(`${url}/auth/register`, { body: person, ...from(address) })
  for (let time = 0; time < 6; time += 1) expect((await signIn(url, person, address)).status).toBe(200)
})

test('SEC-062: one password for many accounts from one address is limited, also from its whole /64', async () => {
  const { start } = await anInstallation()
  const { url } = await start()
  const spray = (address: () => string) =>
    Promise.all(
      Array.from({ length: 60 }, () =>
        signIn(url, { email: `${randomUUID()}@example.org`, ...wrong }, address()),
      ),
    )
  const address = anAddress()
  const one = await spray(() => address)
  expect(one.filter(({ status }) => status === 401)).toHaveLength(20)
  expect(one.filter(({ status }) => status === 429)).toHaveLength(40)
  let last = 0
  const network = await spray(() => `2001:db8:7:7:${(++last).toString(16)}::${last.toString(16)}`)
  expect(network.filter(({ status }) => status === 401)).toHaveLength(20)
})

test('SEC-062: one password, many accounts that exist, one address', { timeout }, async () => {
  const { start, database } = await anInstallation()
  const { url } = await start()
  const model = aPerson()
  await post(`${url}/auth/register`, { body: model, ...from(anAddress()) })
  const emails = Array.from({ length: soak ? 10_000 : 300 }, (_, index) => `victim${index}@example.org`)
  await database.rows(sql`
    insert into accounts (id, email, password_hash, created_at)
    select gen_random_uuid(), one, (select password_hash from accounts where email = ${model.email}), now()
    from unnest(${emails}::text[]) one`)
  const address = anAddress()
  const statuses: number[] = []
  while (emails.length > 0) {
    // The right password is among what is tried last: it must not be reached.
    const password = emails.length <= 100 ? model.password : wrong.password
    const answers = emails.splice(0, 100).map((email) => signIn(url, { email, password }, address))
    statuses.push(...(await Promise.all(answers)).map(({ status }) => status))
  }
  expect(statuses.filter((status) => status === 200)).toEqual([])
  // One more for each 15 seconds that it took.
  expect(statuses.filter((status) => status === 401).length).toBeLessThan(20 + 20)
  expect(new Set(statuses)).toEqual(new Set([401, 429]))
})

test('SEC-063 REG-A10: what a client says about its address does not make it another one', async () => {
  const { start } = await anInstallation()
  const { url } = await start()
  const address = anAddress()
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      post(`${url}/auth/login`, {
        body: { email: `${randomUUID()}@example.org`, ...wrong },
        headers: {
          'x-forwarded-for': `198.51.100.${index}, ${address}`,
          'x-real-ip': `198.51.100.${index}`,
          forwarded: `for=198.51.100.${index}`,
          'cf-connecting-ip': `198.51.100.${index}`,
        },
      }),
    ),
  )
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(20)
})

test('SEC-064 REG-A10: two instances share a limit, and a restart does not forget it', async () => {
  const { start } = await anInstallation({ RATE_LIMIT_LOGIN_ADDRESS: '100000/60' })
  const [one, two] = [await start(), await start()]
  const email = `${randomUUID()}@example.org`
  const guesses = (url: string, count: number) =>
    Promise.all(Array.from({ length: count }, () => signIn(url, { email, ...wrong })))
  const answers = (await Promise.all([guesses(one.url, 40), guesses(two.url, 40)])).flat()
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10)
  await one.close()
  const again = await start()
  expect((await guesses(again.url, 10)).every(({ status }) => status === 429)).toBe(true)
})

/** What takes from a limit, how often it may, and what it answers while it may. */
const limited: [string, number, number, (one: Instance, address: string) => Promise<{ status: number }>][] = [
  [
    'new accounts',
    5,
    201,
    ({ url }, address) => post(`${url}/auth/register`, { body: aPerson(), ...from(address) }),
  ],
  [
    'refused refreshes',
    60,
    401,
    ({ url }, address) =>
      post(`${url}/auth/refresh`, { body: { refreshToken: 'glx_rt_bad' }, ...from(address) }),
  ],
  [
    'bad personal tokens',
    20,
    401,
    ({ internalUrl }, address) =>
      post(`${internalUrl}/internal/token-exchange`, { body: { token: 'glx_pat_bad' }, ...from(address) }),
  ],
]
type Instance = { readonly url: string; readonly internalUrl: string }

test.each(limited)(
  'SEC-064: %s, at two instances of which one is started again: %i and at most a tenth more',
  async (_what, allowed, status, act) => {
    // Of an hour each, so that next to nothing comes free again while this runs.
    const { start } = await anInstallation({
      RATE_LIMIT_TOKEN_ADDRESS: '60/3600',
      RATE_LIMIT_PERSONAL_TOKEN: '20/3600',
    })
    const [one, two] = [await start(), await start()]
    const address = anAddress()
    const all = (instance: Instance, count: number) =>
      Promise.all(Array.from({ length: count }, () => act(instance, address)))
    const third = Math.ceil(allowed / 3)
    const answers = (await Promise.all([all(one, third), all(two, third)])).flat()
    await one.close()
    const again = await start()
    answers.push(...(await Promise.all([all(again, allowed), all(two, allowed)])).flat())
    const passed = answers.filter((answer) => answer.status === status).length
    expect(passed).toBeGreaterThanOrEqual(allowed)
    expect(passed).toBeLessThanOrEqual(allowed * 1.1)
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(answers.length - passed)
  },
)

test('REG-A10: actions do not share a limit', async () => {
  const { start } = await anInstallation()
  const { url } = await start()
  const address = anAddress()
  const register = () => post(`${url}/auth/register`, { body: aPerson(), ...from(address) })
  const made = await Promise.all(Array.from({ length: 8 }, register))
  expect(made.filter(({ status }) => status === 201)).toHaveLength(5)
  expect(made.filter(({ status }) => status === 429)).toHaveLength(3)
  expect((await signIn(url, { email: 'nobody@example.org', ...wrong }, address)).status).toBe(401)
})

test('mails that anybody can ask for: beyond the limit none is queued, and the answer is the same', async () => {
  const { start, database } = await anInstallation({ RATE_LIMIT_MAIL_ACCOUNT: '1/3600' })
  const { url } = await start()
  const email = `${randomUUID()}@example.org`
  const forgot = () => post(`${url}/auth/password/forgot`, { body: { email }, ...from(anAddress()) })
  const first = await forgot()
  await database.rows(sql`delete from mail_outbox`)
  const second = await forgot()
  expect([second.status, second.body]).toEqual([first.status, first.body])
  expect(second.status).toBe(202)
  expect(await database.row(sql`select count(*) as mails from mail_outbox`)).toEqual({ mails: 0 })
})

test('bad personal access tokens are limited per address, good ones are not held up', async () => {
  const { start } = await anInstallation()
  const { internalUrl } = await start()
  const address = anAddress()
  const exchange = () =>
    post(`${internalUrl}/internal/token-exchange`, { body: { token: 'glx_pat_bad' }, ...from(address) })
  const answers = await Promise.all(Array.from({ length: 30 }, exchange))
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(20)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(10)
})

test('REG-A10: the table does not grow beyond what is in use', async () => {
  const { start, pass, database } = await anInstallation()
  const { internalUrl } = await start()
  const lease = (who: string) =>
    post(`${internalUrl}/internal/rate-limits/lease`, {
      body: { who, limit: 10, windowSeconds: 10, units: 1 },
    })
  const rows = async () =>
    (await database.row<{ count: number }>(sql`select count(*) from rate_limits`))!.count
  await Promise.all(Array.from({ length: 150 }, (_, index) => lease(`u:${index}`)))
  expect(await rows()).toBeGreaterThan(100)
  await pass(3600)
  for (let index = 0; index < 101; index += 1) await lease('u:one')
  expect(await rows()).toBeLessThan(5)
})

test('an installation for this machine alone lets it make as many accounts as it likes', async () => {
  const databaseUrl = await testDatabase()
  const settings = { PUBLIC_URL: 'http://127.0.0.1:8080', COOKIE_SECURE: 'false' }
  const { AUTH_SECRET } = asInstalled
  const counted = { AUTH_SECRET, RATE_LIMIT_LOOPBACK: '', RATE_LIMIT_REGISTER: '1/3600' }
  const local = await startAuthForTests({ databaseUrl, settings: { ...settings, ...counted } })
  onTestFinished(() => local.close())
  const far = await startAuthForTests({ databaseUrl, settings: counted })
  onTestFinished(() => far.close())
  const register = async (url: string) => (await post(`${url}/auth/register`, { body: aPerson() })).status
  expect([await register(local.url), await register(local.url)]).toEqual([201, 201])
  expect([await register(far.url), await register(far.url)]).toEqual([201, 429])
})
