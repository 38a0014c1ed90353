/** Tokens that may only read, or are for one project, on everything that is beyond them. A new route is here by being in the table. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '@goalixa/app/testing'
import { callOf, makeBelongings } from '@goalixa/app/testing-requests'
import type { Belongings } from '@goalixa/app/testing-requests'
import { scopes } from '@goalixa/contracts/route'
import type { Scope } from '@goalixa/contracts/route'
import { call, expectRefusal, named, startEverything } from './every-route.ts'
import type { Everything } from './every-route.ts'

const reading = scopes.filter((scope) => scope === 'read' || scope.endsWith(':read'))
const readsOnly = (scope: Scope | undefined) => scope !== undefined && reading.includes(scope)

let all: Everything
let owner: Person
let tokens: string[]
let projectToken: string
let belongings: Belongings
let before: unknown
beforeAll(async () => {
  all = await startEverything()
  owner = await all.accountHolder()
  belongings = await makeBelongings(owner, 'to be read')
  await owner.call('POST', '/v1/tasks', { title: 'of no project' })
  const made = await Promise.all(
    [['read'], reading].map((granted) =>
      owner.call('POST', '/auth/tokens', { name: 'reads', scopes: granted }),
    ),
  )
  const { projectId } = belongings
  const bound = await owner.call('POST', '/auth/tokens', { name: 'bound', projectId })
  projectToken = bound.body.token
  tokens = made.map(({ body }) => body.token as string)
  before = await rows()
})
afterAll(() => all.close())

/** When a token was last used may change, and nothing else. */
const rows = async () => {
  const found = await all.rowsOf(owner.userId)
  return JSON.parse(JSON.stringify(found).replaceAll(/"last_used_at":("[^"]*"|null)/g, '"last_used_at":0'))
}

const writing = named(
  ({ spec }) => spec.method !== 'GET' && spec.access !== 'public' && !readsOnly(spec.scope),
)

test('the table has writes of people and of sessions', () => {
  const kinds = new Set(writing.map(([, { spec }]) => spec.access))
  expect([...kinds].toSorted()).toEqual(['session', 'user'])
  expect(writing.length).toBeGreaterThan(40)
})

describe.each(writing)('%s', (_, route) => {
  test('SEC-092: a token that may only read is refused, and changes nothing', async () => {
    const { good } = await all.readyFor(route)
    const [method, path, body] = callOf(route, good)
    for (const token of tokens) {
      const answer = await call(all.url, token, method, path, body)
      expectRefusal(answer, route.id)
      const code = route.spec.access === 'session' ? 'auth.session_required' : 'auth.forbidden_scope'
      expect([route.id, answer.status, answer.body.code]).toEqual([route.id, 403, code])
    }
  })
})

describe.each(named(({ spec }) => spec.access !== 'public' && spec.perProject !== true))('%s', (_, route) => {
  test('D17: a token for one project is refused, at the gateway and behind it', async () => {
    const { good } = await all.readyFor(route)
    const answer = await call(all.url, projectToken, ...callOf(route, good))
    expectRefusal(answer, route.id)
    const code = route.spec.access === 'session' ? 'auth.session_required' : 'tokens.other_project'
    expect([route.id, answer.status, answer.body.code]).toEqual([route.id, 403, code])
  })
})

test('D17: a token for one project sees that project, and what it makes is within it', async () => {
  const { projectId } = belongings
  const { body } = await call(all.url, projectToken, 'GET', '/v1/tasks')
  expect(body.items.map((task: { projectId: string }) => task.projectId)).toEqual([projectId])
  const range = 'from=2026-03-01&to=2026-04-01&zone=UTC'
  const report = await call(all.url, projectToken, 'GET', `/v1/reports/summary?${range}&by=project`)
  expect(report.body.groups.map(({ key }: { key: string }) => key)).toEqual([projectId])
})

test('SEC-092: after all of them nothing of the owner has changed, and the tokens still read', async () => {
  expect(await rows()).toEqual(before)
  for (const token of tokens) expect((await call(all.url, token, 'GET', '/v1/tasks')).status).toBe(200)
})
