import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const urgent = { name: 'urgent', kind: 'task', query: 'due<=tomorrow or priority:high' }

describe('saved views', () => {
  test('one is made, read, changed, listed and removed', async () => {
    const { call } = app.person()
    const created = await call('POST', '/v1/views', urgent)
    expect(created).toMatchObject({ status: 201, body: urgent })
    const path = `/v1/views/${created.body.id}`
    expect((await call('GET', path)).body).toEqual(created.body)
    const patched = await call('PATCH', path, { name: 'soon', query: '  priority:high ' })
    expect(patched.body).toMatchObject({ name: 'soon', kind: 'task', query: 'priority:high' })
    expect((await call('GET', '/v1/views?name=soon')).body.items).toEqual([patched.body])
    expect((await call('GET', '/v1/views?name=urgent')).body.items).toEqual([])
    expect(await call('DELETE', path)).toMatchObject({ status: 204, body: '' })
    for (const method of ['GET', 'PATCH', 'DELETE'])
      expect(await call(method, path, method === 'PATCH' ? { name: 'x' } : undefined)).toMatchObject({
        status: 404,
        body: { code: 'saved_views.not_found' },
      })
  })

  test('a name is taken once per person', async () => {
    const [ada, bob] = [app.person(), app.person()]
    expect((await ada.call('POST', '/v1/views', urgent)).status).toBe(201)
    expect(await ada.call('POST', '/v1/views', { ...urgent, kind: 'entry', query: 'running' })).toMatchObject(
      { status: 409, body: { code: 'saved_views.name_taken' } },
    )
    expect((await bob.call('POST', '/v1/views', urgent)).status).toBe(201)
    expect((await bob.call('GET', '/v1/views')).body.items).toHaveLength(1)
  })

  test.each([
    ['of a field that is not there', { kind: 'task', query: '+a prio:high' }],
    ['of entries for tasks', { kind: 'task', query: 'billable:yes' }],
    ['that breaks off', { kind: 'entry', query: '(running' }],
  ])('a filter %s is refused with its place', async (_, given) => {
    const { call } = app.person()
    const answer = await call('POST', '/v1/views', { name: 'wrong', ...given })
    expect(answer).toMatchObject({
      status: 422,
      body: { fields: [{ position: expect.any(Number) as number }] },
    })
    expect((await call('GET', '/v1/views')).body.items).toEqual([])
  })

  test.each([
    ['no name', { ...urgent, name: ' ' }],
    ['no filter', { ...urgent, query: ' ' }],
    ['a filter that is too long', { ...urgent, query: 'a'.repeat(2001) }],
    ['another kind', { ...urgent, kind: 'goal' }],
    ['a field that is not known', { ...urgent, colour: '#000000' }],
  ])('%s is refused', async (_, body) => {
    expect(await app.person().call('POST', '/v1/views', body)).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    })
  })
})

describe('filters in a query', () => {
  test.each([
    ['/v1/tasks', '+urgnt', 1],
    ['/v1/tasks', 'title:x due<fry', 12],
    ['/v1/tasks', 'project:ops', 8],
    ['/v1/time-entries', 'due<fri', 0],
    ['/v1/time-entries', 'duration>long', 9],
    ['/v1/reports/summary?from=2026-03-01&to=2026-03-02', 'running or (billable:maybe', undefined],
  ])('%s refuses %j and says where', async (path, filter, position) => {
    const { call } = app.person()
    const separator = path.includes('?') ? '&' : '?'
    const answer = await call('GET', `${path}${separator}filter=${encodeURIComponent(filter)}`)
    expect(answer.status).toBe(422)
    const [field] = answer.body.fields
    expect(field.path).toBe('filter')
    if (position === undefined) expect(field.position).toEqual(expect.any(Number))
    else expect(field.position).toBe(position)
    expect(JSON.stringify(answer.body)).not.toMatch(/select|syntax|stack/i)
  })

  test('one that is too long, or empty, is refused', async () => {
    const { call } = app.person()
    for (const filter of ['a'.repeat(2001), ' '])
      expect(await call('GET', `/v1/tasks?filter=${encodeURIComponent(filter)}`)).toMatchObject({
        status: filter === ' ' ? 422 : 400,
      })
  })
})
