/** Who may call what, over every route of the table. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { coversScope } from '@goalixa/contracts/route'
import { routeTable } from '@goalixa/contracts/routes'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { accessToken, publicUrl, startGateway, tokenFor } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'
import { json } from '../testing/upstream.ts'

let gateway: TestGateway
const personal = `glx_pat_${'a'.repeat(49)}`
let exchanged = tokenFor('read')
beforeAll(async () => {
  gateway = await startGateway({
    exchange: (request, response) => json({ accessToken: exchanged, expiresIn: 60 })(request, response),
  })
})
afterAll(() => gateway.close())

const pathOf = ({ spec }: NamedRoute) => spec.path.replaceAll(/\{\w+\}/g, 'x')
const call = ({ spec, ...route }: NamedRoute, headers: Record<string, string>) =>
  fetch(`${gateway.url}${pathOf({ spec, ...route })}`, { method: spec.method, headers })
const problemOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
]
const rows = (keep: (route: NamedRoute) => boolean) =>
  routeTable.filter(keep).map((route) => [route.id, route] as const)

const needsSomebody = rows(({ spec }) => spec.access !== 'public')
const forSessions = rows(({ spec }) => spec.access === 'session')
const forTokens = rows(({ spec }) => spec.access === 'user')
const writes = rows(({ spec }) => spec.access === 'user' && !coversScope(['read'], spec.scope!))

describe('every route', () => {
  it('has a scope where tokens may call it', () => {
    expect(forTokens.filter(([, { spec }]) => spec.scope === undefined)).toEqual([])
    // The table below must not be empty by mistake.
    expect([forSessions.length, forTokens.length, writes.length].every((count) => count > 3)).toBe(true)
  })

  it.each(needsSomebody)('%s: 401 without a credential', async (_, route) => {
    const response = await call(route, {})
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    expect(await problemOf(response)).toEqual([401, 'auth.required'])
  })

  it.each(needsSomebody)('%s: 401 with garbage', async (_, route) => {
    expect(await problemOf(await call(route, { authorization: 'Bearer garbage' }))).toEqual([
      401,
      'auth.invalid_token',
    ])
  })

  it.each(rows(({ spec }) => spec.access !== 'public'))(
    'SEC-051: %s: served to somebody signed in, for nobody else to keep',
    async (_, route) => {
      const response = await call(route, { authorization: `Bearer ${accessToken()}` })
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toBe('private, no-store')
    },
  )

  it.each(forSessions)('SEC-092: %s: refused to a personal access token', async (_, route) => {
    const headers = { authorization: `Bearer ${tokenFor('read write')}` }
    expect(await problemOf(await call(route, headers))).toEqual([403, 'auth.session_required'])
  })

  it.each(writes)('SEC-092: %s: refused to a token that may only read', async (_, route) => {
    const headers = { authorization: `Bearer ${personal}` }
    expect(await problemOf(await call(route, headers))).toEqual([403, 'auth.forbidden_scope'])
  })

  it.each(forTokens)(
    '%s: served to a token with just its scope, refused to one without',
    async (_, route) => {
      const served = await call(route, { authorization: `Bearer ${tokenFor(route.spec.scope!)}` })
      expect(served.status).toBe(200)
      const other = route.spec.scope!.startsWith('settings') ? 'labels:write' : 'settings:write'
      const refused = await call(route, { authorization: `Bearer ${tokenFor(other)}` })
      expect(await problemOf(refused)).toEqual([403, 'auth.forbidden_scope'])
    },
  )
})

describe('tokens', () => {
  const timer = (headers: Record<string, string>) => fetch(`${gateway.url}/v1/timer`, { headers })

  it.each([
    ['another scheme', 'Basic YTpi'],
    ['two tokens', 'Bearer a.b.c d.e.f'],
    ['another issuer', `Bearer ${accessToken({ iss: 'somebody' })}`],
    ['an expired token', `Bearer ${accessToken({}, -120)}`],
    ['a token that lives too long', `Bearer ${accessToken({}, 5_000)}`],
    ['a broken signature', `Bearer ${accessToken().slice(0, -8)}AAAAAAAA`],
    ['a personal token of a wrong form', 'Bearer glx_pat_short'],
  ])('%s: 401', async (_, authorization) => {
    expect(await problemOf(await timer({ authorization }))).toEqual([401, 'auth.invalid_token'])
  })

  it('exchanges a personal token once, and sends only what it was exchanged for', async () => {
    exchanged = tokenFor('read')
    const asked = () => gateway.internal.seen.filter(({ url }) => url === '/internal/token-exchange').length
    const before = asked()
    const token = `glx_pat_${'b'.repeat(49)}`
    gateway.app.seen.length = 0
    // Three languages, so that they are three questions.
    const answers = await Promise.all(
      ['de', 'en', 'fa'].map((language) =>
        timer({ authorization: `Bearer ${token}`, 'accept-language': language }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(asked() - before).toBe(1)
    expect(gateway.app.seen.map(({ headers }) => headers.authorization)).toEqual(
      Array(3).fill(`Bearer ${exchanged}`),
    )
  })

  it('SEC-091: lets nobody in within a second of the end of the session or token', async () => {
    const sid = randomUUID()
    const headers = { authorization: `Bearer ${accessToken({ sid })}` }
    expect((await timer(headers)).status).toBe(200)
    gateway.revoke(sid)
    const revokedAt = performance.now()
    let response = await timer(headers)
    while (response.status === 200 && performance.now() - revokedAt < 1_000) response = await timer(headers)
    expect(await problemOf(response)).toEqual([401, 'auth.session_ended'])
  })
})

describe('cookies', () => {
  const cookie = `goalixa_at=${accessToken()}`
  const stop = (headers: Record<string, string>) =>
    fetch(`${gateway.url}/v1/timer/stop`, { method: 'POST', headers })

  it.each([
    ['same-origin', { 'sec-fetch-site': 'same-origin' }],
    ['our Origin', { origin: publicUrl }],
  ])('SEC-043: a change from our own page passes: %s', async (_, headers) => {
    gateway.app.seen.length = 0
    expect((await stop({ cookie, ...headers })).status).toBe(200)
    const [seen] = gateway.app.seen
    expect(seen?.headers).toMatchObject({ authorization: `Bearer ${cookie.slice('goalixa_at='.length)}` })
    expect(Object.keys(seen!.headers)).not.toContain('cookie')
  })

  it.each([
    ['nothing said', {}],
    ['cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['same-site', { 'sec-fetch-site': 'same-site', origin: publicUrl }],
    ['Origin null', { origin: 'null' }],
    ['a name that ends otherwise', { origin: `${publicUrl}.evil.test` }],
    ['https for http', { origin: publicUrl.replace('http:', 'https:') }],
  ])('SEC-043: a change from elsewhere is refused: %s', async (_, headers) => {
    gateway.app.seen.length = 0
    expect(await problemOf(await stop({ cookie, ...(headers as Record<string, string>) }))).toEqual([
      403,
      'request.cross_site',
    ])
    expect(gateway.app.seen).toEqual([])
  })

  it('SEC-046: a page elsewhere cannot sign somebody in', async () => {
    const response = await fetch(`${gateway.url}/auth/login`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(await problemOf(response)).toEqual([403, 'request.cross_site'])
  })

  it('reading needs no origin', async () => {
    expect((await fetch(`${gateway.url}/v1/timer`, { headers: { cookie } })).status).toBe(200)
  })

  it.each([
    ['cookie and bearer', { cookie, authorization: `Bearer ${accessToken()}` }],
    ['two cookies of the name', { cookie: `${cookie}; goalixa_at=other` }],
  ])('SEC-042: %s: 400', async (_, headers) => {
    const response = await fetch(`${gateway.url}/v1/timer`, { headers })
    expect(await problemOf(response)).toEqual([400, 'request.ambiguous_credentials'])
  })

  it('a personal access token is no cookie', async () => {
    const response = await fetch(`${gateway.url}/v1/timer`, { headers: { cookie: `goalixa_at=${personal}` } })
    expect(await problemOf(response)).toEqual([401, 'auth.invalid_token'])
  })

  it('SEC-039: with HTTPS only the __Host- name counts', async () => {
    const secure = await startGateway({
      settings: { PUBLIC_URL: 'https://goalixa.test', COOKIE_SECURE: 'true' },
    })
    try {
      const plain = await fetch(`${secure.url}/v1/timer`, { headers: { cookie } })
      expect(plain.status).toBe(401)
      expect(plain.headers.get('strict-transport-security')).toContain('max-age=')
      expect(
        (await fetch(`${secure.url}/v1/timer`, { headers: { cookie: `__Host-${cookie}` } })).status,
      ).toBe(200)
    } finally {
      await secure.close()
    }
  })
})

describe('public routes of auth', () => {
  it('keep the bearer and the cookies of the caller, and nothing that is no token', async () => {
    gateway.auth.seen.length = 0
    const token = accessToken({}, -300)
    await fetch(`${gateway.url}/auth/logout`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })
    await fetch(`${gateway.url}/auth/logout`, {
      method: 'POST',
      headers: { authorization: `Bearer ${personal}` },
    })
    await fetch(`${gateway.url}/auth/logout`, {
      method: 'POST',
      headers: { cookie: 'goalixa_rt=abc', origin: publicUrl },
    })
    const seen = gateway.auth.seen.filter(({ url }) => url === '/auth/logout').map(({ headers }) => headers)
    expect(seen.map(({ authorization, cookie }) => [authorization, cookie])).toEqual([
      [`Bearer ${token}`, undefined],
      [undefined, undefined],
      [undefined, 'goalixa_rt=abc'],
    ])
    expect(seen[2]?.origin).toBe(publicUrl)
  })
})
