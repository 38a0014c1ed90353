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
  (await call('GET', `/v1/projects${query}`)).body.items.map(({ name }: { name: string }) => name)

describe('projects', () => {
  test('one is made, read, changed and removed', async () => {
    const { call } = app.person()
    const created = await call('POST', '/v1/projects', {
      name: 'thesis.chapter2',
      labels: ['writing', 'uni'],
      billableDefault: true,
    })
    expect(created).toMatchObject({
      status: 201,
      body: {
        name: 'thesis.chapter2',
        colour: null,
        labels: ['uni', 'writing'],
        billableDefault: true,
        archived: false,
      },
    })
    const path = `/v1/projects/${created.body.id}`
    expect((await call('GET', path)).body).toEqual(created.body)
    const changed = await call('PATCH', path, {
      name: 'thesis',
      colour: '#000000',
      labels: ['uni'],
      archived: true,
      billableDefault: false,
    })
    expect(changed.body).toMatchObject({
      name: 'thesis',
      colour: '#000000',
      labels: ['uni'],
      archived: true,
      billableDefault: false,
    })
    expect((await call('DELETE', path)).status).toBe(204)
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      expect(await call(method, path, method === 'PATCH' ? {} : undefined)).toMatchObject({
        status: 404,
        body: { code: 'projects.not_found' },
      })
    }
  })

  test('a name is taken once, in NFC and trimmed; of a project in the trash it is free', async () => {
    const { call } = app.person()
    const taken = { status: 409, body: { code: 'projects.name_taken' } }
    const { body } = await call('POST', '/v1/projects', { name: ' A\u030angstro\u0308m ' })
    expect(body.name).toBe('\u00c5ngstr\u00f6m')
    expect(await call('POST', '/v1/projects', { name: '\u00c5ngstr\u00f6m' })).toMatchObject(taken)
    const other = await call('POST', '/v1/projects', { name: 'other' })
    expect(
      await call('PATCH', `/v1/projects/${other.body.id}`, { name: 'A\u030angstro\u0308m' }),
    ).toMatchObject(taken)
    await call('DELETE', `/v1/projects/${body.id}`)
    expect(
      (await call('PATCH', `/v1/projects/${other.body.id}`, { name: '\u00c5ngstr\u00f6m' })).status,
    ).toBe(200)
  })

  test('the list goes page by page by name, and by archived', async () => {
    const me = app.person()
    const names = Array.from({ length: 8 }, (_, index) => `project ${index}`)
    for (const name of names.toReversed()) await me.call('POST', '/v1/projects', { name })
    const [first] = (await me.call('GET', '/v1/projects?limit=1')).body.items
    await me.call('PATCH', `/v1/projects/${first.id}`, { archived: true })
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body }: { body: { items: { name: string }[]; nextCursor: string | null } } = await me.call(
        'GET',
        `/v1/projects?limit=3${cursor && `&cursor=${cursor}`}`,
      )
      seen.push(...body.items.map(({ name }) => name))
      cursor = body.nextCursor
    }
    expect(seen).toEqual(names)
    expect(await namesOf(me, '?archived=yes')).toEqual(['project 0'])
    expect(await namesOf(me, '?archived=no')).toEqual(names.slice(1))
    expect(await namesOf(me, `?idTail=${first.id.slice(-6)}`)).toEqual(['project 0'])
  })

  test('writes make the project they name, once; null takes it off', async () => {
    const me = app.person()
    const entry = await me.call('POST', '/v1/time-entries', { start: nine, end: ten, project: ' new ' })
    const task = await me.call('POST', '/v1/tasks', { title: 't', project: 'new' })
    expect([entry.body.project, entry.body.projectId]).toEqual(['new', task.body.projectId])
    expect(await namesOf(me)).toEqual(['new'])
    expect((await me.call('PATCH', `/v1/tasks/${task.body.id}`, { project: null })).body).toMatchObject({
      project: null,
      projectId: null,
    })
    expect(
      (await me.call('PATCH', `/v1/tasks/${task.body.id}`, { projectId: entry.body.projectId })).body.project,
    ).toBe('new')
    expect(
      await me.call('PATCH', `/v1/tasks/${task.body.id}`, {
        projectId: entry.body.projectId,
        project: 'new',
      }),
    ).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', fields: [{ path: 'project' }] },
    })
  })

  test('new entries of a project are billable when it says so, unless they say otherwise', async () => {
    const me = app.person()
    const { body: project } = await me.call('POST', '/v1/projects', { name: 'client', billableDefault: true })
    const { body: task } = await me.call('POST', '/v1/tasks', { title: 't', project: 'client' })
    const billable = async (path: string, body: object) =>
      (await me.call('POST', path, { ...body })).body.billable
    const span = { start: nine, end: ten }
    expect(await billable('/v1/time-entries', { ...span, projectId: project.id })).toBe(true)
    expect(await billable('/v1/time-entries', { ...span, taskId: task.id })).toBe(true)
    expect(await billable('/v1/timer/start', { project: 'client' })).toBe(true)
    expect(await billable('/v1/time-entries', { ...span, project: 'client', billable: false })).toBe(false)
    expect(await billable('/v1/time-entries', { ...span, project: 'fresh' })).toBe(false)
    expect(await billable('/v1/time-entries', span)).toBe(false)
  })

  test('in the trash it keeps its name on entries and in reports (D12)', async () => {
    const me = app.person()
    const { body: entry } = await me.call('POST', '/v1/time-entries', {
      start: nine,
      end: ten,
      project: 'old',
    })
    await me.call('DELETE', `/v1/projects/${entry.projectId}`)
    expect((await me.call('GET', `/v1/time-entries/${entry.id}`)).body).toMatchObject({
      project: 'old',
      projectId: entry.projectId,
    })
    const report = await me.call('GET', '/v1/reports/summary?from=2026-03-02&to=2026-03-03')
    expect(report.body.groups).toEqual([{ key: entry.projectId, name: 'old', seconds: 3600, share: 1 }])
    expect(await me.call('GET', '/v1/time-entries?project=old')).toMatchObject({
      status: 404,
      body: { code: 'projects.not_found' },
    })
    const refused = await me.call('POST', '/v1/time-entries', {
      start: nine,
      end: ten,
      projectId: entry.projectId,
    })
    expect(refused).toMatchObject({ status: 404, body: { code: 'projects.not_found' } })
    // A new one of that name is another project.
    const { body: next } = await me.call('POST', '/v1/time-entries', {
      start: nine,
      end: ten,
      project: 'old',
    })
    expect(next.projectId).not.toBe(entry.projectId)
  })
})
