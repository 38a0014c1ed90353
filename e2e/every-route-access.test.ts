/** Who reaches what, on every route there is. A new route is here by being in the table. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer, Person } from '@goalixa/app/testing'
import { callOf, makeBelongings } from '@goalixa/app/testing-requests'
import type { AppRequest } from '@goalixa/app/testing-requests'
import type { NamedRoute } from '@goalixa/contracts/routes'
import {
  call,
  everyRoute,
  expectNoFailure,
  expectRefusal,
  named,
  sampleRequest,
  shapeOf,
  startEverything,
  takesJson,
  wellFormedParams,
} from './every-route.ts'
import type { Everything } from './every-route.ts'

let all: Everything
let victim: Person
let before: Awaited<ReturnType<Everything['rowsOf']>>
/** Every id that the victim's rows hold: of tasks and entries as of sessions and tokens. */
let theirs: string[]
beforeAll(async () => {
  all = await startEverything()
  victim = await all.accountHolder()
  await makeBelongings(victim, 'secret of somebody else')
  await victim.call('POST', '/auth/tokens', { name: 'secret of somebody else' })
  before = await all.rowsOf(victim.userId)
  theirs = idsIn(before)
  expect(theirs.length).toBeGreaterThanOrEqual(8)
})
afterAll(async () => {
  expect(await all.rowsOf(victim.userId)).toEqual(before)
  await all.close()
})

const idsIn = (rows: Record<string, unknown[]>) =>
  [
    ...new Set(
      Object.values(rows)
        .flat()
        .flatMap((row) => {
          const { id, sid } = row as { id?: unknown; sid?: unknown }
          return [id, sid].filter(
            (one): one is string => typeof one === 'string' && /^[0-9a-f-]{36}$/.test(one),
          )
        }),
    ),
  ].filter((id) => id !== victim.userId)

const unknown = wellFormedParams.id
const send = (person: Person, route: NamedRoute, request: AppRequest) =>
  person.call(...callOf(route, request))
const expectNothingForeign = (answer: Answer, what: string) => {
  const text = JSON.stringify(answer.body) ?? ''
  for (const trace of ['secret of somebody else', victim.userId]) expect(text, what).not.toContain(trace)
}
const needsSomebody = named(({ spec }) => spec.access !== 'public')
const withId = named(({ spec }) => spec.path.includes('{id}'))
const withBody = named((route) => takesJson(route) && route.spec.body !== undefined)

describe.each(withId)('%s', (_, route) => {
  test('SEC-121 SEC-033: an id of somebody else, and one that is gone, is an id of nobody', async () => {
    const { me, good } = await all.readyFor(route)
    const mine = await all.rowsOf(me.userId)
    const nobody = await send(me, route, { ...good, params: { ...good.params, id: unknown } })
    expect(nobody.status, JSON.stringify(nobody.body)).toBe(404)
    for (const id of theirs) {
      const answer = await send(me, route, { ...good, params: { ...good.params, id } })
      expect([answer.status, answer.body.code]).toEqual([404, nobody.body.code])
      expectNothingForeign(answer, id)
    }
    expect(await all.rowsOf(me.userId)).toEqual(mine)
  })
})

/** Every place of a JSON value that holds a text, one after the other set to `id`; and lists with it added. */
function* variants(value: unknown, id: string): Generator {
  if (typeof value === 'string') yield id
  else if (Array.isArray(value)) {
    yield [...value, id]
    for (const [index, one] of value.entries())
      for (const changed of variants(one, id)) yield value.with(index, changed)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value))
      for (const changed of variants(one, id)) yield { ...value, [name]: changed }
  }
}

describe.each(withBody)('%s', (_, route) => {
  test('SEC-121: an id of somebody else in any place of the body reaches nothing of theirs', async () => {
    const { me, good } = await all.readyFor(route)
    for (const id of theirs.slice(0, 12)) {
      const named = Object.fromEntries(
        shapeOf(route.spec.body)
          .filter((name) => /id$|ids$|parent|depends/i.test(name))
          .map((name) => [name, id]),
      )
      const bodies = [...variants({ ...(good.body as object) }, id), { ...(good.body as object), ...named }]
      await Promise.all(
        bodies.map(async (body) => {
          const answer = await send(me, route, { ...good, body })
          expectNoFailure(answer, `${route.id} ${JSON.stringify(body)}`)
          expectNothingForeign(answer, JSON.stringify(body))
        }),
      )
    }
  })

  test('SEC-122: nobody writes what is not theirs to write', async () => {
    const { me, good } = await all.readyFor(route)
    const mine = await all.rowsOf(me.userId)
    const fields: Record<string, unknown> = {
      user_id: victim.userId,
      userId: victim.userId,
      accountId: victim.userId,
      account_id: victim.userId,
      sub: victim.userId,
      role: 'admin',
      roles: ['admin'],
      email_verified: true,
      emailVerified: true,
      created_at: '2000-01-01T00:00:00Z',
      createdAt: '2000-01-01T00:00:00Z',
      updatedAt: '2000-01-01T00:00:00Z',
      is_admin: true,
      isAdmin: true,
      seq: 1,
      deleted: true,
    }
    for (const [name, value] of Object.entries(fields)) {
      if (shapeOf(route.spec.body).includes(name)) continue
      const answer = await send(me, route, { ...good, body: { ...(good.body as object), [name]: value } })
      expectRefusal(answer, `${route.id} ${name}`)
      if (answer.status === 429) continue
      expect(answer.body.fields?.map(({ path }: { path: string }) => path)).toContain(name)
    }
    expect(await all.rowsOf(me.userId)).toEqual(mine)
  })
})

describe.each(named(({ upstream, spec }) => upstream === 'app' && spec.produces === undefined))(
  '%s',
  (_, route) => {
    test('SEC-122 REG-B15: it is there, and tells what the contract says and no more', async () => {
      const { me, good } = await all.readyFor(route)
      const answer = await send(me, route, good)
      expect([answer.status, answer.body.code]).toEqual([route.spec.status ?? 200, undefined])
      if (answer.body !== '') expect(route.spec.response.parse(answer.body)).toEqual(answer.body)
      expectNothingForeign(answer, route.id)
    })
  },
)

describe.each(needsSomebody)('%s', (_, route) => {
  const path = () => callOf(route, { params: wellFormedParams })[1]
  const identity = {
    'x-user-id': '',
    x_user_id: '',
    'x-internal-user': 'admin',
    'x-roles': 'admin',
    'x-forwarded-user': 'admin',
    forwarded: 'for=127.0.0.1',
    'x-forwarded-for': '127.0.0.1',
  }

  test('SEC-100 REG-B1: a service that is asked directly believes signatures alone', async () => {
    if (route.upstream === 'gateway') return
    const base = route.upstream === 'auth' ? all.authUrl : all.appUrl
    const headers = { ...identity, 'x-user-id': victim.userId, x_user_id: victim.userId }
    const body = route.spec.method === 'GET' ? undefined : '{}'
    for (const token of [undefined, 'garbage', `${victim.token}x`]) {
      const answer = await call(base, token, route.spec.method, path(), body, headers)
      expectRefusal(answer, route.id)
      expect(answer.status).toBe(401)
    }
  })
})

describe.each(named(({ spec }) => spec.method === 'GET'))('%s', (_, route) => {
  test('SEC-047: reading changes nothing', async () => {
    const { me, good } = await all.readyFor(route)
    const mine = await all.rowsOf(me.userId)
    const [, path] = callOf(route, good)
    expectNoFailure(await me.call('GET', path), route.id)
    expect((await me.call('HEAD', path)).status).toBeLessThan(500)
    expect(await all.rowsOf(me.userId)).toEqual(mine)
  })
})

describe.each(named(() => true))('%s', (_, route) => {
  test('REG-B15 SEC-051: the gateway leads to something that is there, and nobody keeps what belongs to one', async () => {
    const { me, good } = await all.readyFor(route)
    const answer = await send(me, route, good)
    expectNoFailure(answer, route.id)
    expect(answer.body?.code).not.toBe('request.not_found')
    if (route.spec.access !== 'public') expect(answer.headers.get('cache-control')).toContain('no-store')
  })
})

const mailRoutes = everyRoute.filter(({ spec }) =>
  /^\/auth\/(email\/(verify|resend)|password\/(forgot|reset)|google$|google\/callback)/.test(spec.path),
)
test.each(mailRoutes.map((route) => [route.id, route] as const))(
  'REG-B11: %s needs no sign-in',
  async (_, route) => {
    expect(route.spec.access).toBe('public')
    const [method, path, body] = callOf(route, sampleRequest(route))
    const answer = await call(all.url, undefined, method, path, body)
    expectNoFailure(answer, route.id)
    expect(answer.body?.code ?? '').not.toMatch(/^auth\.required|^request\.(not_found|method)/)
  },
)

test('SEC-039 SEC-040: a browser gets its tokens as cookies alone, which no script and no other host can touch', async () => {
  const person = {
    email: `${randomUUID()}@example.org`,
    password: 'a long enough passphrase',
    delivery: 'cookie',
  }
  const headers = { 'sec-fetch-site': 'same-origin' }
  for (const [path, status] of [
    ['/auth/register', 201],
    ['/auth/login', 200],
  ] as const) {
    const answer = await call(all.url, undefined, 'POST', path, person, headers)
    expect(answer.status).toBe(status)
    for (const line of answer.headers.getSetCookie()) {
      expect(line).toMatch(
        /^__Host-goalixa_(at|rt|device)=[^;]+; (Max-Age=\d+; )?Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/,
      )
    }
    const secrets = answer.headers.getSetCookie().map((line) => /=([^;]+)/.exec(line)?.[1] ?? '')
    expect(secrets.length).toBeGreaterThan(1)
    const rest = JSON.stringify([answer.body, [...answer.headers].filter(([name]) => name !== 'set-cookie')])
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(20)
      expect(rest).not.toContain(secret)
    }
    expect(rest).not.toMatch(/eyJ|Token"/)
  }
})
