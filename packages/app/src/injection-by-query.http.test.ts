/** Words in an address choose rows by what they are; they never become a part of a query, an order or a pattern. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person, TestApp } from './testing.ts'
import { startTestApp } from './testing.ts'
import type { Belongings } from './testing-requests.ts'
import { appRoutes, callOf, goodRequest, makeBelongings } from './testing-requests.ts'

let app: TestApp
let me: Person
let mine: Belongings
beforeAll(async () => {
  app = await startTestApp()
  me = app.person()
  mine = await makeBelongings(me, 'mine')
})
afterAll(() => app.close())

const reads = appRoutes
  .filter(({ spec }) => spec.method === 'GET' && spec.stream !== true)
  .map((route) => [route.id, route] as const)
const names = (schema: unknown) => Object.keys((schema as { shape?: object } | undefined)?.shape ?? {})
const hostile = [
  "' or true --",
  '1; select pg_sleep(5)',
  '1) union select null--',
  '%',
  '_',
  // Hours for an engine that tries every way.
  `${'a'.repeat(60)}!`,
  '(a+)+$',
  '(((((a*)*)*)*)*)*$',
  '[[:alpha:]]{1000}',
]

describe.each(reads)('%s', (_, route) => {
  test('SEC-124: nobody chooses an order by a word of their own', async () => {
    const good = goodRequest(route, mine)
    for (const name of ['sort', 'order', 'orderBy', 'order_by', 'filter', 'where']) {
      if (names(route.spec.query).includes(name)) continue
      const query = { ...good.query, [name]: '(select pg_sleep(5))' }
      const answer = await me.call(...callOf(route, { ...good, query }))
      expect(answer.status, name).toBe(400)
    }
  })

  test('SEC-124: SQL, wildcards and patterns in a parameter are plain words, and cost nothing', async () => {
    const good = goodRequest(route, mine)
    const began = performance.now()
    const pairs = names(route.spec.query).flatMap((name) => hostile.map((text) => [name, text] as const))
    const answers = await Promise.all(
      pairs.map(([name, text]) =>
        me.call(...callOf(route, { ...good, query: { ...good.query, [name]: text } })),
      ),
    )
    for (const [index, answer] of answers.entries()) {
      const [name, text] = pairs[index]!
      expect(answer.status, `${name}=${text}`).toBeLessThan(500)
      const found = answer.status === 200 && /\b(label|project|task)/i.test(name) ? answer.body?.items : []
      // Nothing of mine is called like that.
      expect(found ?? [], `${name}=${text}`).toEqual([])
    }
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})
