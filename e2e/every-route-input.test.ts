/** Input that no client of ours would send, to every route there is. A new route is here by being in the table. */
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer, Person } from '@goalixa/app/testing'
import { callOf } from '@goalixa/app/testing-requests'
import type { AppRequest } from '@goalixa/app/testing-requests'
import type { NamedRoute } from '@goalixa/contracts/routes'
import {
  everyRoute,
  expectNoFailure,
  expectRefusal,
  named,
  shapeOf,
  startEverything,
  takesJson,
  wellFormedParams,
} from './every-route.ts'
import type { Everything } from './every-route.ts'

let all: Everything
let victim: Person
let before: Awaited<ReturnType<Everything['rowsOf']>>
beforeAll(async () => {
  all = await startEverything()
  victim = await all.accountHolder()
  before = await all.rowsOf(victim.userId)
})
afterAll(async () => {
  expect(await all.rowsOf(victim.userId)).toEqual(before)
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  await all.close()
})

const deep = (open: string, close: string) => `${open.repeat(40_000)}1${close.repeat(40_000)}`
const names = (count: number) => `{${Array.from({ length: count }, (_, n) => `"${n}":1`).join(',')}}`
/** Whole bodies that no route takes. */
const bodies: Record<string, string | Buffer> = {
  nothing: '""',
  list: '[]',
  number: '1',
  null: 'null',
  'no JSON': '{',
  'not UTF-8': Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  UTF16: Buffer.from('{"a":1}', 'utf16le'),
  'deep lists': deep('[', ']'),
  'deep objects': deep('{"a":', '}'),
  'many names': names(90_000),
  'a name twice': '{"title":1,"title":2}',
  'a prototype': '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  'half a character': String.raw`{"\ud800":"\udfff"}`,
  'a NUL': String.raw`{"a\u0000b":"\u0000"}`,
}
/** More than any route takes as JSON. */
const tooMany = names(200_000)
/** JSON texts for one field. */
const values = [
  '{}',
  '[[]]',
  '{"__proto__":{"polluted":true}}',
  String.raw`"a\u0000b"`,
  String.raw`"\ud800"`,
  '-1',
  '1.5',
  '1e400',
  '9007199254740993',
  'null',
  'true',
  '""',
  '"2026-02-30T00:00:00Z"',
  '"\'; drop table accounts; --"',
  '"../../etc/passwd"',
  '"00000000-0000-0000-0000-000000000000"',
  JSON.stringify('x'.repeat(100_000)),
  JSON.stringify(['a', { b: ['c'] }]),
]

const send = (
  person: Person,
  route: NamedRoute,
  request: AppRequest,
  headers: Record<string, string> = {},
) => {
  const [method, path, body] = callOf(route, request)
  return person.call(method, path, body, headers)
}

describe.each(named(takesJson))('%s', (_, route) => {
  let me: Person
  let good: AppRequest
  beforeAll(async () => {
    ;({ me, good } = await all.readyFor(route))
  })

  test('SEC-123 REG-A11: bodies that nothing takes are refused, and change nothing', async () => {
    const mine = await all.rowsOf(me.userId)
    for (const [what, body] of Object.entries(bodies)) {
      expectRefusal(await send(me, route, { ...good, body }), `${route.id}: ${what}`)
    }
    expect(await all.rowsOf(me.userId)).toEqual(mine)
  })

  test('SEC-123 SEC-125: too much is 413, packed or odd is 415', async () => {
    const packed = gzipSync(Buffer.alloc(4 * 1024 * 1024, '['))
    const answers: [Answer, number, string][] = [
      [await send(me, route, { ...good, body: tooMany }), 413, 'request.too_large'],
      [
        await send(me, route, { ...good, body: packed }, { 'content-encoding': 'gzip' }),
        415,
        'request.unsupported_media_type',
      ],
    ]
    for (const [answer, status, code] of answers) {
      expectRefusal(answer, route.id)
      expect([answer.status, answer.body.code]).toEqual([status, code])
    }
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/json',
  ])('SEC-044: what a form can send is refused: %s', async (type) => {
    const answer = await send(me, route, { ...good, body: '{}' }, { 'content-type': type })
    expectRefusal(answer, type)
    expect([answer.status, answer.body.code]).toEqual([415, 'request.unsupported_media_type'])
  })

  test('SEC-123 REG-A11: no field breaks on any value', async () => {
    for (const field of shapeOf(route.spec.body)) {
      const { [field]: _left, ...others } = { ...(good.body as Record<string, unknown> | undefined) }
      const rest = JSON.stringify(others).slice(1, -1)
      const answers = await Promise.all(
        values.map((json) =>
          send(me, route, { ...good, body: `{${rest === '' ? '' : `${rest},`}"${field}":${json}}` }),
        ),
      )
      for (const [index, answer] of answers.entries())
        expectNoFailure(answer, `${route.id} ${field}: ${values[index]}`)
    }
  })
})

describe.each(named(() => true))('%s', (_, route) => {
  const target = (query: string) => {
    const [, path] = callOf(route, { params: wellFormedParams })
    return `${path}?${query}`
  }
  let me: Person
  beforeAll(async () => void (me = await all.personFor(route)))
  const ask = (query: string, headers: Record<string, string> = {}) =>
    me.call(route.spec.method, target(query), route.spec.method === 'GET' ? undefined : '{}', headers)

  test('SEC-102: parameters that are not known, doubled or bracketed are refused', async () => {
    const [known = 'a'] = shapeOf(route.spec.query)
    const isPage = route.spec.produces?.includes('text/html') === true
    for (const query of ['a[b]=1', '__proto__=1', '__proto__[polluted]=1', 'constructor=1', `${known}=%00`]) {
      // What leads a browser back from elsewhere may carry words of others; they mean nothing.
      if (isPage) expectNoFailure(await ask(query), `${route.id} ${query}`)
      else expectRefusal(await ask(query), `${route.id} ${query}`)
    }
    for (const query of [`${known}=a&${known}=b`, `${known}[]=a`, `${known}=${'x'.repeat(3000)}`]) {
      const [first, second] = [await ask(query), await ask(query)]
      expectNoFailure(first, `${route.id} ${query}`)
      expect(second.status === 429 ? first.status : second.status).toBe(first.status)
    }
    const answer = await ask('a=1&'.repeat(10_000).slice(0, 12_000))
    expect([answer.status, answer.body.code]).toEqual([400, 'request.malformed'])
  })

  test('SEC-125: what the route cannot answer in is 406', async () => {
    const answer = await ask('', { accept: 'image/png' })
    if (route.spec.status === 204 || route.upstream === 'gateway') return expectNoFailure(answer, route.id)
    expectRefusal(answer, route.id)
    expect([answer.status, answer.body.code]).toEqual([406, 'request.not_acceptable'])
  })

  test('SEC-125: a method that it does not know is 405, and Allow says which there are', async () => {
    const there = everyRoute
      .filter(({ spec }) => spec.path === route.spec.path)
      .map(({ spec }) => spec.method)
    for (const method of ['PUT', 'PATCH', 'DELETE', 'POST', 'OPTIONS'] as const) {
      if ((there as string[]).includes(method)) continue
      const answer = await me.call(method, target(''))
      expectRefusal(answer, method)
      const allowed = answer.headers.get('allow')?.split(', ') ?? []
      expect([answer.status, answer.body.code]).toEqual([405, 'request.method_not_allowed'])
      expect(allowed).toEqual(expect.arrayContaining(there))
    }
  })
})

describe.each(named(({ spec }) => spec.rawBody === true))('%s', (_, route) => {
  const schema = route.spec.params?.shape['format'] as { options?: string[] } | undefined
  const formats = schema?.options ?? []
  test('there are formats to try', () => expect(formats.length).toBeGreaterThan(1))
  test.each(formats)('SEC-123: a file of the format %s may hold anything', async (format) => {
    const me = all.appUser()
    const files = [
      ...Object.values(bodies),
      names(200_000),
      gzipSync('[]'),
      '=1+1,"',
      '\u0000',
      'BEGIN:VCALENDAR\n',
    ]
    for (const body of files) {
      const answer = await send(
        me,
        route,
        { params: { format }, body },
        { 'content-type': 'application/octet-stream' },
      )
      expectNoFailure(answer, `${format}: ${String(body).slice(0, 50)}`)
    }
  })
})

test('SEC-123: a million names are refused unread', async () => {
  const answer = await all.appUser().call('POST', '/v1/tasks', names(1_000_000))
  expect([answer.status, answer.body.code]).toEqual([413, 'request.too_large'])
})
