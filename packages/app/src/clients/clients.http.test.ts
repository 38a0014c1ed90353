import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as newId } from 'uuid'
import { testDevice } from '../sync/testing-device.ts'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const made = async ({ call }: Person, path: string, body: object) => {
  const answer = await call('POST', `/v1/${path}`, body)
  expect(answer.status).toBe(201)
  return answer.body
}
const hours = (from: number, to: number) => ({
  start: `2026-03-02T${String(from).padStart(2, '0')}:00:00Z`,
  end: `2026-03-02T${String(to).padStart(2, '0')}:00:00Z`,
})
const report = async ({ call }: Person, query = '') =>
  (await call('GET', `/v1/reports/summary?from=2026-03-02&to=2026-03-03&by=client${query}`)).body

describe('clients', () => {
  test('one is made, read, changed and removed', async () => {
    const { call } = app.person()
    const created = await call('POST', '/v1/clients', { name: 'Acme', colour: '#A1b2c3' })
    expect(created).toMatchObject({
      status: 201,
      body: { name: 'Acme', colour: '#A1b2c3', archived: false },
    })
    const path = `/v1/clients/${created.body.id}`
    expect((await call('GET', path)).body).toEqual(created.body)
    const patch = { name: 'Acme Ltd', colour: null, archived: true }
    expect((await call('PATCH', path, patch)).body).toMatchObject(patch)
    expect((await call('GET', '/v1/clients?archived=true')).body.items).toMatchObject([patch])
    expect(await call('POST', '/v1/clients', { name: 'Acme Ltd' })).toMatchObject({
      status: 409,
      body: { code: 'clients.name_taken' },
    })
    expect((await call('DELETE', path)).status).toBe(204)
    for (const method of ['GET', 'PATCH', 'DELETE'])
      expect(await call(method, path, method === 'PATCH' ? {} : undefined)).toMatchObject({
        status: 404,
        body: { code: 'clients.not_found' },
      })
  })

  test('a project names its client by id or by name, which is made when it is new', async () => {
    const me = app.person()
    const acme = await made(me, 'clients', { name: 'Acme' })
    const web = await made(me, 'projects', { name: 'Web', client: 'Acme' })
    expect(web).toMatchObject({ clientId: acme.id, client: 'Acme' })
    expect(await made(me, 'projects', { name: 'Shop', client: 'Bolt' })).toMatchObject({ client: 'Bolt' })
    expect(await made(me, 'projects', { name: 'Own' })).toMatchObject({ clientId: null, client: null })
    expect((await me.call('GET', '/v1/projects?client=Acme')).body.items).toEqual([web])
    expect(await me.call('GET', '/v1/projects?client=Nobody')).toMatchObject({
      status: 404,
      body: { code: 'clients.not_found' },
    })
    const both = { client: 'Acme', clientId: acme.id }
    expect((await me.call('PATCH', `/v1/projects/${web.id}`, both)).status).toBe(400)
    expect((await me.call('PATCH', `/v1/projects/${web.id}`, { clientId: null })).body.client).toBeNull()
  })

  test('nobody’s project is of somebody else’s client, not even by sync (D17)', async () => {
    const [me, you] = [app.person(), app.person()]
    const { id: clientId } = await made(you, 'clients', { name: 'Acme' })
    expect(await me.call('POST', '/v1/projects', { name: 'Web', clientId })).toMatchObject({
      status: 404,
      body: { code: 'clients.not_found' },
    })
    const device = testDevice(me)
    const { body } = await device.send([device.op('projects', newId(), { name: 'Web', clientId })])
    expect(body.rejected).toMatchObject([{ code: 'sync.unknown_reference' }])
  })

  test('one name made on two devices: the later id gets a number (D19)', async () => {
    const me = app.person()
    const [phone, laptop] = [testDevice(me), testDevice(me)]
    const [a, b] = [newId(), newId()]
    await phone.send([phone.op('clients', b, { name: 'Acme' })])
    await laptop.send([laptop.op('clients', a, { name: 'Acme' })])
    expect((await me.call('GET', '/v1/clients')).body.items).toMatchObject([
      { id: a, name: 'Acme' },
      { id: b, name: 'Acme (2)' },
    ])
  })

  test('a report by client adds up to all attributed time, with what has none (D5)', async () => {
    const me = app.person()
    const web = await made(me, 'projects', { name: 'Web', client: 'Acme' })
    const shop = await made(me, 'projects', { name: 'Shop', client: 'Acme' })
    await made(me, 'projects', { name: 'Own' })
    await made(me, 'time-entries', { ...hours(9, 12), project: 'Web' })
    await made(me, 'time-entries', { ...hours(11, 13), project: 'Shop' })
    await made(me, 'time-entries', { ...hours(14, 15), project: 'Own' })
    await made(me, 'time-entries', hours(15, 17))
    const groups = [
      { key: web.clientId, name: 'Acme', seconds: 18_000 },
      { key: null, name: '(none)', seconds: 10_800 },
    ]
    const before = await report(me)
    expect(before).toMatchObject({ totals: { attributedSeconds: 28_800, overlapSeconds: 3_600 }, groups })
    expect((await report(me, '&filter=client%3Aacme')).totals.attributedSeconds).toBe(18_000)
    expect((await report(me, '&filter=client%3Anone')).totals.attributedSeconds).toBe(10_800)
    // In the trash or not: time stays where it was (D12).
    await me.call('DELETE', `/v1/clients/${web.clientId}`)
    await me.call('DELETE', `/v1/projects/${shop.id}`)
    expect((await report(me)).groups).toMatchObject(groups)
    const weekly = await me.call('GET', '/v1/reports/weekly?from=2026-03-02&to=2026-03-04&by=client')
    expect(weekly.body.groups).toMatchObject([{ daySeconds: [18_000, 0] }, { daySeconds: [10_800, 0] }])
  })

  test('imports keep clients and exports write them; undone, they are gone (6.1, 6.9, E11)', async () => {
    const me = app.person()
    const file =
      'User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n' +
      'Ada,a@b.example,Acme,Web,,text,No,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,\n'
    const { body } = await me.call('POST', '/v1/import/toggl?zone=UTC', file)
    expect(body).toMatchObject({ clients: { created: 1 }, projects: { created: 1 }, notes: [] })
    expect((await me.call('GET', '/v1/projects')).body.items).toMatchObject([{ name: 'Web', client: 'Acme' }])
    expect((await me.call('GET', '/v1/export/csv')).body).toContain(',3600,Acme,Web,')
    for (const [format, cells] of [
      ['toggl', ',Acme,Web,'],
      ['clockify', 'Web,Acme,'],
      ['kimai', ',Acme,Web,'],
    ])
      expect((await me.call('GET', `/v1/export/${format}?zone=UTC`)).body).toContain(cells)
    const csv = (await me.call('GET', '/v1/export/csv')).body as string
    const you = app.person()
    expect((await you.call('POST', '/v1/import/csv?zone=UTC', csv)).body.clients).toEqual({ created: 1 })
    expect((await me.call('POST', '/v1/sync/undo', {})).status).toBe(200)
    expect((await me.call('GET', '/v1/clients')).body.items).toEqual([])
  })
})
