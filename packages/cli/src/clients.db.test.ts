/** Clients, asked of the replica and of the server: both answer the same. */
import { startTestApp } from '@goalixa/app/testing'
import type { TestApp } from '@goalixa/app/testing'
import { syncReplica } from '@goalixa/replica/sync'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Sides, Step } from './testing/both-sides.ts'
import { bothSides, play as playBoth } from './testing/both-sides.ts'

let nowMs = Date.parse('2026-03-02T09:00:00Z')
const now = () => nowMs

let app: TestApp
beforeAll(async () => {
  app = await startTestApp(now)
})
afterAll(() => app.close())

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
const sides = async (): Promise<Sides> => {
  const both = await bothSides(app, now)
  closing.push(() => both.close())
  return both
}
const play = (both: Sides, steps: Record<string, Step>) => playBoth(both, steps, () => void (nowMs += 7_000))

const nobody = '00000000-0000-7000-8000-000000000000'

describe('clients on a device and on the server', () => {
  test('clients, and projects of them', async () => {
    await play(await sides(), {
      Acme: (store) => store.clients.create({ name: ' Acme ', colour: '#AABBCC' }),
      'name taken': (store) => store.clients.create({ name: 'Acme' }),
      'empty name': (store) => store.clients.create({ name: ' ' }),
      'id taken': (store, { Acme }) => store.clients.create({ id: Acme!, name: 'other' }),
      Web: (store) => store.projects.create({ name: 'Web', client: 'Acme' }),
      'a new client by name': (store) => store.projects.create({ name: 'Shop', client: 'Bolt' }),
      'by id': (store, { Acme }) => store.projects.create({ name: 'App', clientId: Acme! }),
      both: (store, { Acme }) => store.projects.create({ name: 'x', client: 'Acme', clientId: Acme! }),
      'nobody’s': (store) => store.projects.create({ name: 'x', clientId: nobody }),
      'of Acme': (store) => store.projects.list({ client: 'Acme', limit: 1 }),
      'of no such client': (store) => store.projects.list({ client: 'none' }),
      moved: (store, { Web }) => store.projects.update(Web!, { client: 'Bolt' }),
      'moved to none': (store, { Web }) => store.projects.update(Web!, { client: null }),
      'nothing about it': (store, { Web }) => store.projects.update(Web!, { name: 'Website' }),
      recoloured: (store, { Acme }) => store.clients.update(Acme!, { colour: null, archived: true }),
      'renamed into another': (store, { Acme }) => store.clients.update(Acme!, { name: 'Bolt' }),
      'all by name': (store) => store.clients.list({}),
      'not archived': (store) => store.clients.list({ archived: 'no' }),
      'by tail': (store, { Acme }) => store.clients.list({ idTail: Acme!.slice(-6) }),
      removed: (store, { Acme }) => store.clients.delete(Acme!),
      'gone again': (store, { Acme }) => store.clients.delete(Acme!),
      'its project': (store) => store.projects.list({}),
      trash: (store) => store.trash.list({}),
      'Acme again': (store) => store.clients.create({ name: 'Acme' }),
      restored: (store, { Acme }) => store.trash.restore('clients', Acme!),
      'of the restored': (store) => store.projects.list({ client: 'Acme (2)' }),
    })
  })

  test('imports that name clients keep them (6.1)', async () => {
    const toggl = (...rows: string[]) =>
      `Client,Project,Description,Start date,Start time,End date,End time,Duration\n${rows.map((row) => `${row}\n`).join('')}`
    const times = '2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00'
    const file = toggl(
      `Acme,Web,a,${times}`,
      `Acme,App,b,${times}`,
      `Bolt,Old,c,${times}`,
      `Core,Own,d,${times}`,
    )
    const zone = { zone: 'UTC' }
    await play(await sides(), {
      Old: (store) => store.projects.create({ name: 'Old', client: 'Other' }),
      Own: (store) => store.projects.create({ name: 'Own' }),
      dry: (store) => store.imports.create('toggl', file, { ...zone, dryRun: 'true' }),
      'nothing is there': (store) => store.clients.list({}),
      real: (store) => store.imports.create('toggl', file, zone),
      clients: (store) => store.clients.list({}),
      projects: (store) => store.projects.list({}),
      again: (store) => store.imports.create('toggl', file, zone),
      'taken off': (store, { Own }) => store.projects.update(Own!, { client: null }),
      'it stays off': (store) => store.imports.create('toggl', file, zone),
      now: (store) => store.projects.list({}),
    })
  })

  test('what was done without network is the same on the server once it has arrived', async () => {
    const { local, remote, replica, client } = await sides()
    await local.store.projects.create({ name: 'Web', client: 'Acme' })
    await local.store.clients.create({ name: 'Bolt' })
    await local.store.projects.update((await local.store.projects.list({})).items[0]!.id, { client: 'Bolt' })
    await syncReplica(replica, (body) => client.sync.exchange({ body }), { delay: async () => undefined })
    expect((await replica.status()).pending).toBe(0)
    expect((await remote.store.projects.list({})).items).toMatchObject([{ name: 'Web', client: 'Bolt' }])
    expect(await remote.store.clients.list({})).toEqual(await local.store.clients.list({}))
    expect(await remote.store.projects.list({})).toEqual(await local.store.projects.list({}))
    await local.store.history.undo()
    expect((await local.store.projects.list({})).items).toMatchObject([{ client: 'Acme' }])
  })
})
