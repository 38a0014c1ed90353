/** Signing keys change while people work: nobody notices. */
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { sql } from '@goalixa/service-kit/sql'
import { startAuthForTests } from '@goalixa/auth/testing'
import { claimsOf, get, post, register } from '@goalixa/auth/testing-requests'
import { startServices } from './services.ts'

const kidOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8')).kid
const day = 86_400

test('SEC-016: a rotation under load: published before use, old tokens good to their end, no request fails', async () => {
  let time = Date.now()
  const now = () => time
  const settings = {
    KEY_ROTATION_DAYS: '1',
    ACCESS_TOKEN_SECONDS: '900',
    AUTH_SECRET: 'uT5wQ8zK3xN7vB2mL9jH4gF6dS1aP0oI',
  }
  const services = await startServices({ clocks: { auth: now, app: now, gateway: now }, settings })
  onTestFinished(services.close)
  const twin = await startAuthForTests({
    databaseUrl: services.databaseUrl,
    now: () => new Date(time),
    settings,
  })
  const auths = [services.auth.url, twin.url]
  const people = await Promise.all(Array.from({ length: 6 }, () => register(auths[0]!)))

  const doors = [
    `${services.gatewayUrl}/v1/timer`,
    `${services.appUrl}/v1/timer`,
    ...auths.map((url) => `${url}/auth/me`),
  ]
  const failures: unknown[] = []
  const firstSeen = new Map<string, number>()
  const firstUsed = new Map<string, number>()
  let refreshes = 0
  /** Everybody calls everything, and refreshes at either process, all at once. */
  const work = async () => {
    await Promise.all(
      people.map(async (person, index) => {
        const calls = doors.map(async (url) => [url, (await get(url, { token: person.accessToken })).status])
        const url = `${auths[(index + ++refreshes) % 2]}/auth/refresh`
        const answer = await post(url, { body: { refreshToken: person.refreshToken } })
        if (answer.status !== 200) failures.push([url, answer.status, answer.body])
        for (const [door, status] of await Promise.all(calls))
          if (status !== 200) failures.push([door, status])
        people[index] = { ...person, ...answer.body }
        const kid = kidOf(answer.body.accessToken)
        if (!firstUsed.has(kid)) firstUsed.set(kid, time)
      }),
    )
  }
  /** The gateway's list of ended sessions was read on the old clock. */
  const settled = async () => {
    while (!(await fetch(`${services.gatewayUrl}/readyz`)).ok) await pause(20)
  }
  const published = async () => {
    const sets = await Promise.all(auths.map((url) => get(`${url}/auth/.well-known/jwks.json`)))
    const kids = sets.map(({ body }) => body.keys.map((key: { kid: string }) => key.kid) as string[])
    // A key counts as published when every process shows it.
    for (const kid of kids[0]!) if (kids[1]!.includes(kid) && !firstSeen.has(kid)) firstSeen.set(kid, time)
    return new Set(kids.flat())
  }
  const forward = async (seconds: number) => {
    time += seconds * 1000
    await settled()
    await published()
    await work()
  }

  await published()
  await work()
  const [oldKid] = firstUsed.keys()
  time += (day - 420) * 1000
  // Nobody worked for a day: tokens have expired, sessions have not.
  people.splice(
    0,
    people.length,
    ...(await Promise.all(
      people.map(async (person) => {
        const { body } = await post(`${auths[0]}/auth/refresh`, {
          body: { refreshToken: person.refreshToken },
        })
        return { ...person, ...body }
      }),
    )),
  )
  let lastOld = people[0]!.accessToken
  while (firstUsed.size < 2) {
    if (kidOf(people[0]!.accessToken) === oldKid) lastOld = people[0]!.accessToken
    await forward(60)
    expect(time).toBeLessThan(Date.now() + 2 * day * 1000)
  }
  const newKid = [...firstUsed.keys()].find((kid) => kid !== oldKid)!
  expect(firstUsed.get(newKid)! - firstSeen.get(newKid)!).toBeGreaterThanOrEqual(300_000)

  const exp = claimsOf(lastOld)['exp'] as number
  const statuses = async () =>
    Promise.all(doors.map(async (url) => (await get(url, { token: lastOld })).status))
  const isNearEnd = () => time / 1000 + 150 >= exp
  while (!isNearEnd()) {
    await forward(150)
    expect(await statuses()).toEqual([200, 200, 200, 200])
  }
  await forward(exp + 61 - time / 1000)
  expect(await statuses()).toEqual([401, 401, 401, 401])
  await forward(400)
  await forward(100)
  expect([...(await published())]).toEqual([newKid])
  expect(
    await services.database.row(
      sql`select state, sealed_private_jwk as sealed from signing_keys where kid = ${oldKid}`,
    ),
  ).toEqual({ state: 'removed', sealed: null })
  expect(failures).toEqual([])
  await twin.close()
})
