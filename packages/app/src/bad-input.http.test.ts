import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorCatalogue } from '@goalixa/contracts/error-catalogue'
import { Problem } from '@goalixa/contracts/problem'
import type { NamedRoute } from '@goalixa/contracts/routes'
import type { Answer, Person, TestApp } from './testing.ts'
import { startTestApp } from './testing.ts'
import type { AppRequest, Belongings } from './testing-requests.ts'
import { appRoutes, callOf, goodRequest, makeBelongings } from './testing-requests.ts'

let app: TestApp
let template: Person
let mine: Belongings
/** Somebody new for each route: what others were made to write would be compared again and again. */
let me: Person
beforeAll(async () => {
  app = await startTestApp()
  template = app.person()
  mine = await makeBelongings(template, 'mine')
})
const begin = async () => void (me = await app.copyOf(template))
afterAll(() => app.close())

/** Every refusal is a problem document with a code of the catalogue, and tells nothing of the inside. */
function expectProblem(answer: Answer, what: string): void {
  expect(answer.status, `${what}: ${JSON.stringify(answer.body)}`).toBeGreaterThanOrEqual(400)
  expect(answer.status, `${what}: ${JSON.stringify(answer.body)}`).toBeLessThan(500)
  expect(answer.headers.get('content-type'), what).toContain('application/problem+json')
  const problem = Problem.parse(answer.body)
  expect(Object.keys(errorCatalogue), what).toContain(problem.code)
  expect(problem.status, what).toBe(answer.status)
  expect(JSON.stringify(problem), what).not.toMatch(
    /select |insert |node_modules|\.ts:\d|postgres|constraint/i,
  )
  if (problem.code === 'request.invalid') expect(problem.fields?.length, what).toBeGreaterThan(0)
}

const unchanged = async (work: () => Promise<void>) => {
  const before = await app.allRows(me.userId)
  await work()
  expect(await app.allRows(me.userId)).toEqual(before)
}
const send = (route: NamedRoute, request: AppRequest, headers: Record<string, string> = {}) => {
  const [method, path, body] = callOf(route, request)
  return me.call(method, path, body, headers)
}
const shapeOf = (schema: unknown): string[] =>
  Object.keys((schema as { shape?: object } | undefined)?.shape ?? {})
const takesJson = ({ spec }: NamedRoute) => spec.method !== 'GET' && spec.rawBody !== true
const withBody = appRoutes.filter(takesJson).map((route) => [route.id, route] as const)
const all = appRoutes.map((route) => [route.id, route] as const)

/** Amounts of habits: 2.5 km are no mistake. */
const takesFractions: ReadonlySet<string> = new Set(['targetAmount', 'amount'])
/** Less than nothing is time that an entry loses. */
const takesNegatives = new Set(['bySeconds'])
/** Parts that may be left out one by one. */
const takesObjects = new Set(['pomodoro', 'patch'])
/** JSON texts that no field of any route takes. */
const hostile: Record<string, string> = {
  object: '{}',
  prototype: '{"__proto__":{"polluted":true}}',
  'list in a list': '[[]]',
  'deep nesting': `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  NUL: '"a\\u0000b"',
  'half a character': '"\\ud800"',
  'NUL in a list': '["a\\u0000b"]',
  negative: '-1',
  fraction: '1.5',
  'more than a number holds': '1e400',
  'huge number': '9007199254740993',
  'long text': JSON.stringify('x'.repeat(70_000)),
}
/** Of these some field takes one; no other may break on it. */
const doubtful = [
  '"2026-02-30"',
  '"2026-02-30T00:00:00Z"',
  '"0000-01-01"',
  '"2026-03-02T09:00:00.1234567890123Z"',
  '"+010000-01-01T00:00:00Z"',
  '"IST"',
  '"../../etc/passwd"',
  '"\'; drop table tasks; --"',
  '"\\u202e\\u200b"',
  '""',
  '" "',
  'null',
  'true',
  '0',
  '2147483648',
  '[]',
  '[null]',
  '"00000000-0000-0000-0000-000000000000"',
  '"NaN"',
]

test('every route has a good request, and answers it well', { timeout: 90_000 }, async () => {
  for (const route of appRoutes) {
    // Ids of what belongs to a date are made of the user's id: those are no copies.
    const copied = !route.spec.path.includes('{date}')
    const person = copied ? await app.copyOf(template) : app.person()
    const things = copied ? mine : await makeBelongings(person, 'x')
    const answer = await person.call(...callOf(route, goodRequest(route, things)))
    expect([route.id, answer.status, answer.body]).toMatchObject([
      route.id,
      route.spec.status ?? 200,
      expect.anything(),
    ])
  }
})

describe.each(withBody)('%s: bodies', (_, route) => {
  beforeAll(begin)
  const request = () => goodRequest(route, mine)
  const raw = (body: string, headers?: Record<string, string>) => send(route, { ...request(), body }, headers)
  /** The good body with some of its fields set to a JSON text. */
  const withFields = (names: readonly string[], json: string) => {
    const good = Object.entries({ ...(request().body as object | undefined) })
    const kept = good.filter(([name]) => !names.includes(name))
    const texts = kept.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
    return `{${[...texts, ...names.map((name) => `${JSON.stringify(name)}:${json}`)].join(',')}}`
  }
  const withField = (field: string, json: string) => withFields([field], json)
  const fields = shapeOf(route.spec.body)

  test('what is not JSON is refused', () =>
    unchanged(async () => {
      for (const text of ['{', '{"a":1,}', "{'a':1}", '\u0000', 'undefined', '{"a":01}', '[1', '"\n"']) {
        expect(await raw(text), text).toMatchObject({ status: 400, body: { code: 'request.malformed_json' } })
      }
    }))

  test('what is not an object is refused', () =>
    unchanged(async () => {
      for (const text of ['null', '1', '"text"', '[]', 'true', hostile['deep nesting']!]) {
        const answer = await raw(text)
        expectProblem(answer, text.slice(0, 20))
        expect(answer.body.code, text.slice(0, 20)).toBe('request.invalid')
      }
    }))

  test('fields that are not known are named', () =>
    unchanged(async () => {
      for (const field of ['nonsense', '__proto__', 'constructor', 'userId', 'user_id', 'deleted']) {
        const answer = await raw(withField(field, '{"a":1}'))
        expect(answer, field).toMatchObject({
          status: 400,
          body: {
            code: 'request.invalid',
            fields: expect.arrayContaining([{ path: field, message: 'this field is not known' }]),
          },
        })
      }
    }))

  test('no field takes what cannot be right, and the refusal names each', () =>
    unchanged(async () => {
      for (const [what, json] of Object.entries(hostile)) {
        let wrong = fields.filter(
          (field) =>
            (what !== 'object' || !takesObjects.has(field)) &&
            (what !== 'fraction' || !takesFractions.has(field)) &&
            (what !== 'negative' || !takesNegatives.has(field)),
        )
        // Some mistakes hide others: what was not named is sent again without them. A body has a limit as well.
        while (wrong.length > 0) {
          const sent = wrong.slice(0, 12)
          const answer = await raw(withFields(sent, json))
          expectProblem(answer, `${what}: ${sent.join()}`)
          const named = new Set(
            (answer.body.fields as { path: string }[] | undefined)?.map(({ path }) => path.split('.')[0]),
          )
          const rest = wrong.filter((field) => !named.has(field))
          expect(rest.length, `${what}: ${sent.join()}: ${JSON.stringify(answer.body)}`).toBeLessThan(
            wrong.length,
          )
          wrong = rest
        }
      }
    }))

  test('what one field takes breaks no other', async () => {
    for (const field of fields) {
      const answers = await Promise.all(doubtful.map((json) => raw(withField(field, json))))
      for (const [index, answer] of answers.entries()) {
        if (answer.status >= 300) expectProblem(answer, `${field}: ${doubtful[index]}`)
      }
    }
  })

  test('other media types, encodings and sizes are refused', () =>
    unchanged(async () => {
      for (const headers of [
        { 'Content-Type': 'text/plain' },
        { 'Content-Type': 'application/x-www-form-urlencoded' },
        { 'Content-Type': 'application/json; charset=klingon' },
        { 'Content-Type': 'nonsense' },
        { 'Content-Encoding': 'gzip' },
        { 'Content-Encoding': 'nonsense' },
      ]) {
        expect(await raw('{}', headers), JSON.stringify(headers)).toMatchObject({
          status: 415,
          body: { code: 'request.unsupported_media_type' },
        })
      }
      expect(await raw(`{"a":"${'x'.repeat(2 * 1024 * 1024)}"}`)).toMatchObject({
        status: 413,
        body: { code: 'request.too_large' },
      })
    }))

  test('whatever comes, it is answered', async () => {
    const values = fc.oneof(
      fc.json({ maxDepth: 3 }),
      fc.constantFrom(...doubtful, ...Object.values(hostile)),
      fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
    )
    const bodies = fc
      .uniqueArray(fc.tuple(fc.oneof(fc.constantFrom('x', ...fields), fc.string()), values), {
        selector: ([name]) => name,
        maxLength: 6,
      })
      .map((entries) => `{${entries.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`)
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const answer = await raw(body)
        if (answer.status >= 300) expectProblem(answer, body.slice(0, 500))
      }),
      { numRuns: 15 },
    )
  })
})

describe.each(all)('%s: paths and queries', (_, route) => {
  beforeAll(begin)
  const request = () => goodRequest(route, mine)
  const [method, path, body] = callOf(route, { body: '{}' })
  const sendQuery = (query: string) => {
    const [, good] = callOf(route, request())
    return me.call(method, `${good}${good.includes('?') ? '&' : '?'}${query}`, request().body)
  }

  test('query parameters that are not known are named', () =>
    unchanged(async () => {
      for (const name of ['nonsense', '__proto__', 'constructor', 'limit[]', 'user_id']) {
        const answer = await sendQuery(`${encodeURIComponent(name)}=1`)
        expect(answer, name).toMatchObject({
          status: 400,
          body: {
            code: 'request.invalid',
            fields: expect.arrayContaining([{ path: `query.${name}`, message: 'this field is not known' }]),
          },
        })
      }
    }))

  test('no query parameter takes what cannot be right', async () => {
    for (const name of shapeOf(route.spec.query)) {
      for (const value of ['%00', 'a%00b', `a&${name}=%00`])
        expectProblem(await sendQuery(`${name}=${value}`), `${name}=${value}`)
      for (const value of [
        '',
        '%ff%fe',
        '%ed%a0%80',
        '-1',
        '1e400',
        '2026-02-30',
        '0000-01-01',
        '%27%3b--',
        'null',
        'x'.repeat(5000),
        `a&${name}=b`,
        '%',
        '%zz',
        '[]',
        'IST',
        '99999999999999999999',
      ]) {
        const answer = await sendQuery(`${name}=${value}`)
        if (answer.status >= 300) expectProblem(answer, `${name}=${value}`)
      }
    }
  })

  test('a cursor that was not made here is refused', async () => {
    if (!shapeOf(route.spec.query).includes('cursor')) return
    const id = mine.taskId
    for (const position of [
      [],
      null,
      1,
      {},
      ['a'],
      [1, 'a'],
      ['a\u0000b', id],
      ['\ud800', id],
      [1e15, id],
      [-1e15, id],
      [1.5, id],
      [id, 1],
      [Infinity, id],
      { __proto__: id },
    ]) {
      expectProblem(
        await sendQuery(`cursor=${Buffer.from(JSON.stringify(position)).toString('base64url')}`),
        JSON.stringify(position),
      )
    }
    for (const text of ['x', '%00', 'e30', '%ff', Buffer.from('[1,').toString('base64url')])
      expectProblem(await sendQuery(`cursor=${text}`), text)
  })

  test('ids that no row can have lead nowhere', () =>
    unchanged(async () => {
      if (!route.spec.path.includes('{id}')) return
      for (const id of [
        'x',
        '%00',
        '..%2f..',
        '%2e%2e',
        '__proto__',
        'constructor',
        mine.taskId.slice(1),
        `${mine.taskId}0`,
        '1',
        'null',
        "'%20or%201=1",
        'a'.repeat(3000),
      ]) {
        const answer = await me.call(
          method,
          route.spec.path.replace('{id}', id),
          takesJson(route) ? request().body : undefined,
        )
        expectProblem(answer, id)
        expect(answer.status, id).toBe(404)
      }
      expectProblem(await me.call(method, route.spec.path.replace('{id}', '%E0%A4%A')), 'half a letter')
    }))

  test('another method is told what there is', async () => {
    const there = appRoutes
      .filter(({ spec }) => spec.path === route.spec.path)
      .map(({ spec }) => spec.method as string)
    for (const other of ['PUT', 'DELETE', 'POST'].filter((one) => !there.includes(one))) {
      const answer = await me.call(other, callOf(route, request())[1], body)
      expect([
        path,
        answer.status,
        answer.headers
          .get('allow')
          ?.split(', ')
          .filter((one) => one !== 'HEAD'),
      ]).toEqual([path, 405, there])
    }
  })
})
