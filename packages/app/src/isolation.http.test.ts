import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as newId } from 'uuid'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { scopes } from '@goalixa/contracts/route'
import type { Answer, Person, TestApp } from './testing.ts'
import { startTestApp } from './testing.ts'
import type { AppRequest, Belongings } from './testing-requests.ts'
import { appRoutes, callOf, goodRequest, makeBelongings } from './testing-requests.ts'

let app: TestApp
let [me, you]: Person[] = []
let [mine, yours]: Belongings[] = []
beforeAll(async () => {
  app = await startTestApp()
  me = app.person()
  you = app.person()
  mine = await makeBelongings(me, 'mine')
  yours = await makeBelongings(you, 'private to somebody else')
})
afterAll(() => app.close())

const all = appRoutes.map((route) => [route.id, route] as const)
const send = (person: Person, route: NamedRoute, request: AppRequest) =>
  person.call(...callOf(route, request))

/** Somebody new with a good request. Ids of what belongs to a date are made of the user's id: those are not copied. */
async function somebodyFor(route: NamedRoute): Promise<{ person: Person; request: AppRequest }> {
  const copied = !route.spec.path.includes('{date}')
  const person = copied ? await app.copyOf(me!) : app.person()
  return { person, request: goodRequest(route, copied ? mine! : await makeBelongings(person, 'mine')) }
}

interface Field {
  safeParse(value: unknown): { success: boolean }
}
/** Fields of a schema that hold ids, found by what they take. */
function idFields(schema: unknown): { name: string; wrap: (id: string) => unknown }[] {
  const shape = (schema as { shape?: Record<string, Field> } | undefined)?.shape ?? {}
  return Object.entries(shape).flatMap(([name, field]) => {
    const takes = (value: unknown) => field.safeParse(value).success
    if (takes(newId()) && !takes('no id')) return [{ name, wrap: (id: string): unknown => id }]
    if (takes([newId()]) && !takes(['no id'])) return [{ name, wrap: (id: string): unknown => [id] }]
    return []
  })
}

/** All requests of a route that name a row, with the given id in one of the places. */
function requestsWith(route: NamedRoute, id: string): { place: string; request: AppRequest }[] {
  const good = goodRequest(route, mine!)
  const { spec } = route
  return [
    ...(spec.path.includes('{id}')
      ? [{ place: 'params.id', request: { ...good, params: { ...good.params, id } } }]
      : []),
    ...idFields(spec.query).map(({ name }) => ({
      place: `query.${name}`,
      request: { ...good, query: { ...good.query, [name]: id } },
    })),
    ...idFields(spec.body)
      // The id of a new row is the caller's to choose, and a device's id names no row.
      .filter(({ name }) => name !== 'id' && name !== 'clientId')
      .map(({ name, wrap }) => ({
        place: `body.${name}`,
        request: { ...good, body: { ...(good.body as object), [name]: wrap(id) } },
      })),
  ]
}
const unknown = '0198f2d0-0000-7000-8000-00000000abcd'
/** The answer without what may differ: the request's id, and the id that the caller sent. */
const essence = ({ status, body }: Answer, id: string) =>
  `${status} ${JSON.stringify({ ...body, requestId: '' }).replaceAll(id, 'ID')}`

test('the places that hold ids are found', () => {
  const places = appRoutes.flatMap((route) =>
    requestsWith(route, unknown).map(({ place }) => `${route.id} ${place}`),
  )
  expect(places).toEqual(
    expect.arrayContaining([
      'tasks.get params.id',
      'tasks.create body.parentId',
      'tasks.update body.dependsOn',
      'tasks.create body.projectId',
      'timeEntries.create body.taskId',
      'timeEntries.update body.projectId',
      'timer.start body.taskId',
      'timer.continue body.entryId',
      'timeEntries.list query.task',
      'reports.summary query.task',
    ]),
  )
})

describe.each(all)('%s', (_, route) => {
  test('an id of somebody else is an id of nobody, and nothing of theirs or mine changes (D17)', async () => {
    const [before, own] = [await app.allRows(you!.userId), await app.allRows(me!.userId)]
    for (const { place, request } of requestsWith(route, unknown)) {
      const answer = await send(me!, route, request)
      // A filter by the end of an id finds nothing; whatever names a row says that there is none.
      if (place === 'query.idTail')
        expect([place, answer.status, answer.body.items]).toEqual([place, 200, []])
      else
        expect([place, answer.status, answer.body.code]).toEqual([
          place,
          404,
          expect.stringContaining('.not_found'),
        ])
      for (const foreign of Object.values(yours!)) {
        const theirs = requestsWith(route, foreign).find((one) => one.place === place)!
        expect(essence(await send(me!, route, theirs.request), foreign), place).toBe(essence(answer, unknown))
      }
    }
    expect(await app.allRows(you!.userId)).toEqual(before)
    expect(await app.allRows(me!.userId)).toEqual(own)
  })

  test('what is mine shows nothing of theirs, and what I change changes nothing of theirs', async () => {
    const before = await app.allRows(you!.userId)
    const { person, request } = await somebodyFor(route)
    const answer = await send(person, route, request)
    expect(answer.status).toBe(route.spec.status ?? 200)
    const text = JSON.stringify(answer.body)
    for (const trace of ['private', you!.userId, ...Object.values(yours!)]) expect(text).not.toContain(trace)
    expect(await app.allRows(you!.userId)).toEqual(before)
  })

  test('the id of a new row may be one that somebody else has', async () => {
    if (!idFields(route.spec.body).some(({ name }) => name === 'id')) return
    const before = await app.allRows(you!.userId)
    for (const id of Object.values(yours!)) {
      const person = route.spec.params === undefined ? app.person() : await app.copyOf(me!)
      const good = goodRequest(route, mine!)
      const answer = await send(person, route, { ...good, body: { ...(good.body as object), id } })
      expect([answer.status, JSON.stringify(answer.body)]).toEqual([
        201,
        expect.stringContaining(`"id":"${id}"`),
      ])
    }
    expect(await app.allRows(you!.userId)).toEqual(before)
  })

  test('without a token, or with a wrong one, there is no way in', async () => {
    const [method, path, body] = callOf(route, goodRequest(route, mine!))
    const own = await app.allRows(me!.userId)
    for (const [token, code] of [
      ['', 'auth.required'],
      ['Bearer x', 'auth.invalid_token'],
      [`Bearer ${me!.token}x`, 'auth.invalid_token'],
      [`Basic ${me!.token}`, 'auth.invalid_token'],
    ] as const) {
      const response = await fetch(`http://127.0.0.1:${app.port}${path}`, {
        method,
        headers: { 'Content-Type': 'application/json', ...(token === '' ? {} : { Authorization: token }) },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([401, code])
    }
    expect(await app.allRows(me!.userId)).toEqual(own)
  })

  test('a token opens what its scope says, and no more', async () => {
    const { person: owner, request } = await somebodyFor(route)
    const before = await app.allRows(owner.userId)
    for (const scope of scopes.filter((one) => !isAllowed(one, route))) {
      const answer = await send(app.person({ userId: owner.userId, scopes: [scope] }), route, request)
      const code = route.spec.access === 'session' ? 'auth.session_required' : 'auth.forbidden_scope'
      expect([scope, answer.status, answer.body.code]).toEqual([scope, 403, code])
    }
    expect(await app.allRows(owner.userId)).toEqual(before)
    for (const scope of scopes.filter((one) => isAllowed(one, route))) {
      // A write may use up what it needs, such as the running timer.
      const mover = route.spec.method === 'GET' ? { person: owner, request } : await somebodyFor(route)
      const answer = await send(
        app.person({ userId: mover.person.userId, scopes: [scope] }),
        route,
        mover.request,
      )
      expect([scope, answer.status]).toEqual([scope, route.spec.status ?? 200])
    }
  })
})

/** What a scope opens, by the words people read: its feature's paths, reading or all. */
function isAllowed(scope: string, { spec }: NamedRoute): boolean {
  if (spec.access === 'session') return false
  const reads = spec.method === 'GET'
  if (scope === 'write') return true
  if (scope === 'read') return reads
  const [feature, verb] = scope.split(':')
  const more = { 'time-entries': ['/v1/timer'], goals: ['/v1/subgoals'] }[feature!] ?? []
  const paths = [`/v1/${feature}`, ...more]
  return paths.some((path) => spec.path.startsWith(path)) && (verb === 'write' || reads)
}
