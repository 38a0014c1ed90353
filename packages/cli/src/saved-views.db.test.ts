/** Saved views, asked of the replica and of the server: the same answers, also after both have met. */
import { startTestApp } from '@goalixa/app/testing'
import type { TestApp } from '@goalixa/app/testing'
import { syncReplica } from '@goalixa/replica/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { filterOfView } from './filter-args.ts'
import { caretLines } from './output/filter-place.ts'
import { bothSides, play } from './testing/both-sides.ts'

let nowMs = Date.parse('2026-03-05T09:00:00Z')
let app: TestApp
beforeAll(async () => {
  app = await startTestApp(() => nowMs)
})
afterAll(() => app.close())

const wait = () => void (nowMs += 7000)

test('they are made, changed, found and removed alike, and synchronised (D19)', async () => {
  const both = await bothSides(app, () => nowMs)
  await play(
    both,
    {
      urgent: (store) => store.savedViews.create({ name: ' urgent ', kind: 'task', query: 'due<fri +later' }),
      long: (store) => store.savedViews.create({ name: 'long', kind: 'entry', query: 'duration>4h' }),
      'name taken': (store) => store.savedViews.create({ name: 'urgent', kind: 'task', query: 'a' }),
      'no filter': (store) => store.savedViews.create({ name: 'x', kind: 'report', query: 'due<fri' }),
      'no date': (store) => store.savedViews.create({ name: 'x', kind: 'task', query: 'due<someday' }),
      'of another kind': (store, { long }) => store.savedViews.update(long!, { kind: 'task' }),
      changed: (store, { long }) => store.savedViews.update(long!, { kind: 'report', query: 'duration>5h' }),
      all: (store) => store.savedViews.list({}),
      'page one': (store) => store.savedViews.list({ limit: 1 }),
      'by kind': (store) => store.savedViews.list({ kind: 'task' }),
      'by name': (store) => store.savedViews.list({ name: 'long' }),
      removed: (store, { urgent }) => store.savedViews.delete(urgent!),
      gone: (store, { urgent }) => store.savedViews.get(urgent!),
    },
    wait,
  )
  const { local, remote, replica, client } = both
  await expect(filterOfView(local.store, 'long', ['task'])).rejects.toThrow('is of entries')
  expect(await filterOfView(local.store, 'long', ['report'])).toBe('duration>5h')
  await syncReplica(replica, (body) => client.sync.exchange({ body }), { delay: async () => undefined })
  const listed = await local.store.savedViews.list({})
  expect(listed).toEqual(await remote.store.savedViews.list({}))
  expect(listed.items.map(({ name }) => name)).toEqual(['long', 'long (2)'])
  await both.close()
})

test('the place of a mistake stands under it', () => {
  expect(caretLines('+a prio:high', 3)).toBe('  +a prio:high\n     ^')
  expect(caretLines('+日本 prio:high', 4)).toBe('  +日本 prio:high\n        ^')
})
