/** One change of many rows, asked of the replica and of the server: the same answers, and one to take back. */
import { startTestApp } from '@goalixa/app/testing'
import type { TestApp } from '@goalixa/app/testing'
import { undo } from '@goalixa/replica/undo'
import { syncReplica } from '@goalixa/replica/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Store } from './store.ts'
import type { Step } from './testing/both-sides.ts'
import { bothSides, play } from './testing/both-sides.ts'

let nowMs = Date.parse('2026-03-05T09:00:00Z')
let app: TestApp
beforeAll(async () => {
  app = await startTestApp(() => nowMs)
})
afterAll(() => app.close())

const nobody = '00000000-0000-7000-8000-000000000000'
const hour = (at: number) => ({
  start: `2026-03-04T${String(at).padStart(2, '0')}:00:00Z`,
  end: `2026-03-04T${String(at).padStart(2, '0')}:30:00Z`,
})

test('many tasks and entries are changed alike', async () => {
  const both = await bothSides(app, () => nowMs)
  const list = (store: Store) => store.tasks.list({})
  const all =
    (input: Omit<Parameters<Store['tasks']['bulk']>[0], 'ids'>, ...names: string[]): Step =>
    (store, made) =>
      store.tasks.bulk({ ...input, ids: names.map((name) => made[name]!) })
  const entries =
    (input: Omit<Parameters<Store['timeEntries']['bulk']>[0], 'ids'>): Step =>
    (store, made) =>
      store.timeEntries.bulk({ ...input, ids: [made['morning']!, made['noon']!] })
  try {
    await play(
      both,
      {
        rent: (store) =>
          store.tasks.create({ title: 'rent', due: '2026-03-01', recurrence: 'FREQ=MONTHLY', labels: ['a'] }),
        report: (store) => store.tasks.create({ title: 'report', parentId: null }),
        changed: all(
          {
            verb: 'update',
            patch: { project: 'ops', priority: 'high' },
            addLabels: ['b'],
            removeLabels: ['a'],
          },
          'rent',
          'report',
        ),
        'as they are': list,
        'below itself': async (store, { rent, report }) =>
          store.tasks.bulk({ verb: 'update', ids: [rent!, report!], patch: { parentId: rent! } }),
        'nobody among them': (store, { rent }) => store.tasks.bulk({ verb: 'done', ids: [rent!, nobody] }),
        'nothing to change': all({ verb: 'update' }, 'rent'),
        'done with a patch': all({ verb: 'done', patch: { priority: 'low' } }, 'rent'),
        twice: all({ verb: 'delete' }, 'rent', 'rent'),
        none: all({ verb: 'delete' }),
        'still as they are': list,
        done: all({ verb: 'done' }, 'rent', 'report'),
        'with the next one': list,
        removed: all({ verb: 'delete' }, 'rent', 'report'),
        'what is left': list,
        morning: (store) => store.timeEntries.create({ ...hour(9), description: 'one' }),
        noon: (store) => store.timeEntries.create({ ...hour(12), description: 'two', labels: ['a'] }),
        labelled: entries({ verb: 'update', patch: { billable: true, project: 'ops' }, addLabels: ['b'] }),
        'entries as they are': (store) => store.timeEntries.list({}),
        'entries removed': entries({ verb: 'delete' }),
        'no entries': (store) => store.timeEntries.list({}),
        'entries again': entries({ verb: 'delete' }),
      },
      () => void (nowMs += 7000),
    )
  } finally {
    await both.close()
  }
})

test('what was changed at once is taken back at once, also what the server changed', async () => {
  const { local, remote, replica, client, close } = await bothSides(app, () => nowMs)
  const sync = () =>
    syncReplica(replica, (body) => client.sync.exchange({ body }), { delay: async () => undefined })
  const priorities = async () =>
    (await local.store.tasks.list({})).items.map(({ title, priority }) => [title, priority])
  try {
    const ids: string[] = []
    for (const title of ['one', 'two', 'three']) ids.push((await local.store.tasks.create({ title })).id)
    await sync()
    const before = await priorities()
    for (const { store } of [local, remote]) {
      nowMs += 1000
      await store.tasks.bulk({ verb: 'update', ids, patch: { priority: 'high' }, addLabels: ['soon'] })
      await sync()
      expect((await priorities()).map(([, priority]) => priority)).toEqual(['high', 'high', 'high'])
      nowMs += 1000
      await undo(replica)
      expect(await priorities()).toEqual(before)
      await sync()
    }
  } finally {
    await close()
  }
})
