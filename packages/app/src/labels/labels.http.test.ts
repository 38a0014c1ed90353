import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const nine = '2026-03-02T09:00:00Z'
const ten = '2026-03-02T10:00:00Z'
const namesOf = async ({ call }: Person, query = '') =>
  (await call('GET', `/v1/labels${query}`)).body.items.map(({ name }: { name: string }) => name)

describe('labels', () => {
  test('one is made, read, changed and removed', async () => {
    const { call } = app.person()
    const created = await call('POST', '/v1/labels', { name: 'deep work', colour: '#A1b2c3' })
    expect(created).toMatchObject({
      status: 201,
      body: { name: 'deep work', colour: '#A1b2c3', archived: false },
    })
    const path = `/v1/labels/${created.body.id}`
    expect((await call('GET', path)).body).toEqual(created.body)
    expect((await call('PATCH', path, { name: 'focus', colour: null, archived: true })).body).toMatchObject({
      name: 'focus',
      colour: null,
      archived: true,
    })
    expect(await call('DELETE', path)).toMatchObject({ status: 204, body: '' })
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      expect(await call(method, path, method === 'PATCH' ? {} : undefined)).toMatchObject({
        status: 404,
        body: { code: 'labels.not_found' },
      })
    }
  })

  test('a name is taken once, in whatever spelling of the same letters; of a label in the trash it is free', async () => {
    const { call } = app.person()
    const taken = { status: 409, body: { code: 'labels.name_taken' } }
    const cafe = await call('POST', '/v1/labels', { name: '  cafe\u0301\t' })
    expect(cafe.body.name).toBe('caf\u00e9')
    for (const name of ['caf\u00e9', 'cafe\u0301', ' caf\u00e9 '])
      expect(await call('POST', '/v1/labels', { name })).toMatchObject(taken)
    const other = await call('POST', '/v1/labels', { name: 'Caf\u00e9' })
    expect(other.status).toBe(201)
    expect(await call('PATCH', `/v1/labels/${other.body.id}`, { name: 'cafe\u0301' })).toMatchObject(taken)
    expect((await call('PATCH', `/v1/labels/${cafe.body.id}`, { name: 'cafe\u0301' })).status).toBe(200)
    await call('DELETE', `/v1/labels/${cafe.body.id}`)
    const again = await call('POST', '/v1/labels', { name: 'caf\u00e9' })
    expect(again.status).toBe(201)
    expect(again.body.id).not.toBe(cafe.body.id)
    expect((await app.person().call('POST', '/v1/labels', { name: 'caf\u00e9' })).status).toBe(201)
  })

  test('of 20 simultaneous labels with one name one is made', async () => {
    const me = app.person()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => me.call('POST', '/v1/labels', { name: 'a' })),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
    expect(await namesOf(me)).toEqual(['a'])
  })

  test('the list goes page by page by name, filtered by archived, name and end of the id', async () => {
    const me = app.person()
    const names = ['b', 'گزارش', 'a', 'R&D', '"quoted"', 'ä', 'Z', 'deep work']
    const ids = new Map<string, string>()
    for (const name of names) ids.set(name, (await me.call('POST', '/v1/labels', { name })).body.id)
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body }: { body: { items: { name: string }[]; nextCursor: string | null } } = await me.call(
        'GET',
        `/v1/labels?limit=3${cursor && `&cursor=${cursor}`}`,
      )
      expect(body.items.length).toBeLessThanOrEqual(3)
      seen.push(...body.items.map(({ name }) => name))
      cursor = body.nextCursor
    }
    expect(seen.toSorted()).toEqual(names.toSorted())
    expect(await namesOf(me, '?limit=500')).toEqual(seen)

    await me.call('PATCH', `/v1/labels/${ids.get('b')}`, { archived: true })
    expect(await namesOf(me, '?archived=true')).toEqual(['b'])
    expect(await namesOf(me, '?archived=false')).toHaveLength(names.length - 1)
    expect(await namesOf(me)).toHaveLength(names.length)
    expect(await namesOf(me, `?name=${encodeURIComponent('R&D')}`)).toEqual(['R&D'])
    expect(await namesOf(me, '?name=nowhere')).toEqual([])
    expect(await namesOf(me, `?idTail=${ids.get('Z')!.slice(-8).toUpperCase()}`)).toEqual(['Z'])
  })

  test('a filter by name finds it in whatever spelling it was made', async () => {
    const me = app.person()
    await me.call('POST', '/v1/labels', { name: 'cafe\u0301' })
    expect(await namesOf(me, `?name=${encodeURIComponent('cafe\u0301')}`)).toEqual(['caf\u00e9'])
  })

  test('writes make the labels they name, once', async () => {
    const me = app.person()
    const entry = await me.call('POST', '/v1/time-entries', {
      start: nine,
      end: ten,
      labels: ['b', 'a', ' b', 'cafe\u0301'],
    })
    expect(entry.body.labels).toEqual(['a', 'b', 'caf\u00e9'])
    await me.call('POST', '/v1/tasks', { title: 't', labels: ['a', 'c'] })
    await me.call('POST', '/v1/projects', { name: 'p', labels: ['c', 'd'] })
    expect(await namesOf(me)).toEqual(['a', 'b', 'c', 'caf\u00e9', 'd'])
  })

  test('in the trash it vanishes from entries, tasks and projects, from filters and from reports', async () => {
    const me = app.person()
    const labels = ['gone', 'stays']
    const { body: project } = await me.call('POST', '/v1/projects', { name: 'p', labels })
    const { body: task } = await me.call('POST', '/v1/tasks', { title: 't', labels })
    const { body: entry } = await me.call('POST', '/v1/time-entries', { start: nine, end: ten, labels })
    const { body: found } = await me.call('GET', '/v1/labels?name=gone')
    await me.call('DELETE', `/v1/labels/${found.items[0].id}`)
    for (const path of [
      `/v1/projects/${project.id}`,
      `/v1/tasks/${task.id}`,
      `/v1/time-entries/${entry.id}`,
    ]) {
      expect((await me.call('GET', path)).body.labels).toEqual(['stays'])
    }
    expect((await me.call('GET', '/v1/time-entries?label=gone')).status).toBe(404)
    const { body } = await me.call('GET', '/v1/reports/summary?from=2026-03-02&to=2026-03-03&by=label')
    expect(body.groups.map(({ name }: { name: string }) => name)).toEqual(['stays'])
    expect(body.totals.multiLabelSeconds).toBe(0)
    // Named again it is a new label, and the old entry does not get it back.
    await me.call('POST', '/v1/labels', { name: 'gone' })
    expect((await me.call('GET', `/v1/time-entries/${entry.id}`)).body.labels).toEqual(['stays'])
  })

  test('a renamed label is renamed everywhere', async () => {
    const me = app.person()
    const { body: entry } = await me.call('POST', '/v1/time-entries', {
      start: nine,
      end: ten,
      labels: ['old'],
    })
    const [label] = (await me.call('GET', '/v1/labels')).body.items
    await me.call('PATCH', `/v1/labels/${label.id}`, { name: 'new' })
    expect((await me.call('GET', `/v1/time-entries/${entry.id}`)).body.labels).toEqual(['new'])
  })
})
