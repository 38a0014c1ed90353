/**
 * A personal access token for one project, over every route there is: a new one is covered by being in the table.
 * Everybody here has two of everything: what is of the project, and what is not.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer, Person, TestApp } from './testing.ts'
import { startTestApp } from './testing.ts'
import type { Belongings } from './testing-requests.ts'
import { appRoutes, callOf, goodRequest, makeBelongings } from './testing-requests.ts'

const foreignName = 'of the other project'
let app: TestApp
let template: Person
let other: Belongings
let mine: Belongings
beforeAll(async () => {
  app = await startTestApp()
  template = app.person()
  other = await makeBelongings(template, foreignName)
  mine = await makeBelongings(template, 'mine')
})
afterAll(() => app.close())

interface Someone {
  readonly owner: Person
  readonly script: Person
  readonly mine: Belongings
  readonly other: Belongings
}

/** Somebody who has all of it, and the token of theirs for the project. Ids of a date are made of the user's: no copies. */
async function someone({ spec: { path } }: { spec: { path: string } } = { spec: { path: '' } }) {
  const isCopy = !path.includes('{date}')
  const owner = isCopy ? await app.copyOf(template) : app.person()
  const theirs = isCopy ? other : await makeBelongings(owner, foreignName)
  const ours = isCopy ? mine : await makeBelongings(owner, 'mine')
  const script = scriptOf(owner, ours.projectId)
  return { owner, script, other: theirs, mine: ours } satisfies Someone
}

const scriptOf = ({ userId }: Person, projectId: string) =>
  app.person({ userId, scopes: ['read', 'write'], projectId })

/** Rows of the user that name anything of the other project, by their whole content. */
async function foreignRows({ owner, other: theirs }: Someone): Promise<string[]> {
  const rows = Object.entries(await app.allRows(owner.userId)).filter(
    ([table]) => !/history|operations|sync_|idempotency/.test(table),
  )
  return rows
    .flatMap(([table, all]) => all.map((row) => `${table} ${JSON.stringify(row)}`))
    .filter((row) => row.includes(foreignName) || Object.values(theirs).some((id) => row.includes(id)))
    .toSorted()
}

function expectNothingForeign(answer: Answer, theirs: Belongings) {
  const text = JSON.stringify(answer.body) ?? ''
  for (const trace of [foreignName, ...Object.values(theirs)]) expect(text).not.toContain(trace)
}

const open = appRoutes.filter(({ spec }) => spec.perProject === true)
const closed = appRoutes.filter(({ spec }) => spec.perProject !== true)

test('tasks, time entries, the timer and reports are open to it', () => {
  const features = new Set(open.map(({ id }) => id.split('.')[0]))
  expect(features).toEqual(new Set(['tasks', 'timeEntries', 'timer', 'reports']))
})

describe.each(closed.map((route) => [route.id, route] as const))('%s', (_, route) => {
  test('D17: it is refused, and nothing changes', async () => {
    const { owner, script, mine: ours } = await someone(route)
    const before = await app.allRows(owner.userId)
    const answer = await script.call(...callOf(route, goodRequest(route, ours)))
    expect(answer.status).toBe(403)
    expect(['tokens.other_project', 'auth.session_required']).toContain(answer.body.code)
    expect(await app.allRows(owner.userId)).toEqual(before)
  })
})

describe.each(open.map((route) => [route.id, route] as const))('%s', (_, route) => {
  test('D17: what is of the project is there, and nothing else is read or changed', async () => {
    const who = await someone(route)
    const before = await foreignRows(who)
    expect(before.length).toBeGreaterThan(10)
    const answer = await who.script.call(...callOf(route, goodRequest(route, who.mine)))
    // Labels belong to all projects: one that is new cannot be made with it.
    if (answer.status === 403) expect(answer.body.detail).toContain('label is new')
    else expect([answer.status, answer.body.code]).toEqual([route.spec.status ?? 200, undefined])
    expectNothingForeign(answer, who.other)
    expect(await foreignRows(who)).toEqual(before)
  })

  test('D17: an id of another project is an id of nobody', async () => {
    const who = await someone(route)
    const before = await app.allRows(who.owner.userId)
    const request = callOf(route, goodRequest(route, who.other))
    if (!Object.values(who.other).some((id) => JSON.stringify(request).includes(id))) return
    const answer = await who.script.call(...request)
    expect(answer.status, JSON.stringify(answer.body)).toBe(404)
    expectNothingForeign(answer, who.other)
    expect(await app.allRows(who.owner.userId)).toEqual(before)
  })

  test('D17: ids and names of another project in any place of the request reach nothing', async () => {
    const who = await someone(route)
    const { script, other: theirs } = who
    const before = await foreignRows(who)
    const good = goodRequest(route, who.mine)
    const given: Record<string, unknown> = {
      projectId: theirs.projectId,
      project: foreignName,
      taskId: theirs.taskId,
      task: theirs.taskId,
      parentId: theirs.taskId,
      parent: theirs.taskId,
      previous: theirs.taskId,
      dependsOn: [theirs.taskId],
      entryId: theirs.entryId,
      id: route.id.startsWith('tasks.') ? theirs.taskId : theirs.entryId,
      ids: [theirs.taskId, theirs.entryId],
      filter: `project:"${foreignName}"`,
      overlap: 'split',
    }
    for (const [name, value] of Object.entries(given)) {
      const [method, path, body] = callOf(route, good)
      const answer =
        method === 'GET'
          ? await script.call(...callOf(route, { ...good, query: { ...good.query, [name]: String(value) } }))
          : await script.call(method, path, { ...(body as object), [name]: value })
      expect(answer.status).toBeLessThan(500)
      if (answer.status < 400) expectNothingForeign(answer, theirs)
      expect(await foreignRows(who), `${name} of ${route.id}`).toEqual(before)
    }
  })
})

test('D17: what says no project goes into the one of the token, and nothing is moved out of it', async () => {
  const { script, mine: ours } = await someone()
  const task = await script.call('POST', '/v1/tasks', { title: 'new' })
  expect(task.body).toMatchObject({ projectId: ours.projectId })
  const entry = await script.call('POST', '/v1/time-entries', {
    start: '2026-03-05T09:00:00Z',
    end: '2026-03-05T10:00:00Z',
  })
  expect(entry.body).toMatchObject({ projectId: ours.projectId })
  for (const [path, id] of [
    ['/v1/tasks', task.body.id],
    ['/v1/time-entries', entry.body.id],
  ]) {
    for (const patch of [{ projectId: null }, { project: null }, { project: 'a new one' }]) {
      const answer = await script.call('PATCH', `${path}/${id}`, patch)
      expect([answer.status, answer.body.code]).toEqual([403, 'tokens.other_project'])
      const bulk = await script.call('POST', `${path}/bulk`, { verb: 'update', ids: [id], patch })
      expect([bulk.status, bulk.body.code]).toEqual([403, 'tokens.other_project'])
    }
    expect((await script.call('GET', `${path}/${id}`)).body.projectId).toBe(ours.projectId)
  }
})

test('D1: a timer of another project is not seen, not stopped, and nothing starts beside it', async () => {
  const { owner, script, other: theirs } = await someone()
  const running = await owner.call('POST', '/v1/timer/start', {
    description: foreignName,
    taskId: theirs.taskId,
  })
  expect((await script.call('GET', '/v1/timer')).body).toEqual({ running: null })
  expect((await script.call('POST', '/v1/timer/stop', {})).body.code).toBe('timer.not_running')
  expect((await script.call('POST', '/v1/timer/cancel')).body.code).toBe('timer.not_running')
  for (const at of [undefined, '2026-03-04T09:00:00Z', new Date(Date.now() + 60_000).toISOString()]) {
    const answer = await script.call('POST', '/v1/timer/start', { description: 'mine', at })
    expect([answer.status, answer.body.code]).toEqual([403, 'tokens.other_project'])
    expect(JSON.stringify(answer.body)).not.toContain(running.body.start)
  }
  expect((await owner.call('GET', '/v1/timer')).body.running.id).toBe(running.body.id)
})

test('D17: of rows that hang together across projects, only what is of the project shows', async () => {
  const { owner, script, mine: ours, other: theirs } = await someone()
  await owner.call('POST', '/v1/timer/cancel')
  await owner.call('PATCH', `/v1/tasks/${ours.taskId}`, {
    parentId: theirs.taskId,
    dependsOn: [theirs.taskId],
  })
  const span = { start: '2026-03-09T09:00:00Z', end: '2026-03-09T10:00:00Z' }
  await owner.call('POST', '/v1/time-entries', { ...span, taskId: ours.taskId, projectId: theirs.projectId })
  await owner.call('POST', '/v1/time-entries', { ...span, taskId: theirs.taskId, projectId: ours.projectId })
  const { body: task } = await script.call('GET', `/v1/tasks/${ours.taskId}`)
  const { body: whole } = await owner.call('GET', `/v1/tasks/${ours.taskId}`)
  expect(task).toMatchObject({ parentId: null, dependsOn: [], blocked: false })
  expect(whole).toMatchObject({ parentId: theirs.taskId, dependsOn: [theirs.taskId], blocked: true })
  const listed = async (path: string) => {
    const here = (await owner.call('GET', path)).body.items
    expect(here.length, path).toBeGreaterThan(0)
    return (await script.call('GET', path)).body.items
  }
  expect(await listed('/v1/tasks?filter=tracked>1h')).toEqual([])
  expect(await listed('/v1/tasks?filter=is:blocked')).toEqual([])
  const label = `label=${encodeURIComponent(foreignName)}`
  expect(await listed(`/v1/time-entries?${label}`)).toEqual([])
  expect(await listed(`/v1/time-entries?filter=${encodeURIComponent(`+"${foreignName}"`)}`)).toEqual([])
  const reported = async (person: Person) =>
    (await person.call('GET', '/v1/reports/summary?from=2026-03-09&to=2026-03-10&by=task&zone=UTC')).body
  expect((await reported(owner)).totals.attributedSeconds).toBe(7200)
  const report = await reported(script)
  expect(report.totals.attributedSeconds).toBe(3600)
  expect(JSON.stringify(report)).not.toContain(foreignName)
})

test('D17: an answer that was kept under a key is given to nobody with less', async () => {
  const { owner, script } = await someone()
  const key = { 'Idempotency-Key': 'one-key' }
  const body = { description: foreignName, start: '2026-03-07T09:00:00Z', end: '2026-03-07T10:00:00Z' }
  expect((await owner.call('POST', '/v1/time-entries', body, key)).status).toBe(201)
  const answer = await script.call('POST', '/v1/time-entries', body, key)
  expect([answer.status, answer.body.code]).toEqual([422, 'idempotency.key_reused'])
})

test('D17: a project that is not there, or of somebody else, holds nothing', async () => {
  const stranger = app.person()
  const script = scriptOf(stranger, mine.projectId)
  expect((await script.call('GET', '/v1/tasks')).body.items).toEqual([])
  expect((await script.call('POST', '/v1/timer/start', {})).body.code).toBe('projects.not_found')
})
