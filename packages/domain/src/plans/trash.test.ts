import { expect, test } from 'vitest'
import type { TrashTable } from '@goalixa/contracts/trash'
import { testRows } from './testing-view.ts'
import { restoreRow } from './trash.ts'

const inTrash = () => {
  const rows = testRows()
  rows.put('labels', 'l', { name: 'deep', colour: '#112233', deleted: true })
  rows.put('tasks', 't', { title: 'deep', 'label:l': true, deleted: true })
  rows.put('timeEntries', 'e', { description: '', span: { start: 1, end: 2, zone: 'UTC' }, deleted: true })
  rows.put('goals', 'g', { name: 'here' })
  const restore = (table: TrashTable, id: string) =>
    rows.run((view, draft) => restoreRow(view, draft, table, id))
  return { ...rows, restore }
}

test('what was removed comes back as it was', async () => {
  const rows = inTrash()
  expect(await rows.restore('tasks', 't')).toEqual({ table: 'tasks', id: 't', name: 'deep' })
  expect(rows.values('tasks', 't')).toEqual({ title: 'deep', 'label:l': true, deleted: false })
  expect(await rows.restore('timeEntries', 'e')).toEqual({ table: 'timeEntries', id: 'e', name: null })
  expect(await rows.restore('labels', 'l')).toMatchObject({ name: 'deep' })
  expect(rows.values('labels', 'l')).toMatchObject({ name: 'deep', colour: '#112233', deleted: false })
})

test('a name that is taken since gets the next free number', async () => {
  const rows = inTrash()
  rows.put('labels', 'other', { name: 'deep' })
  rows.put('labels', 'third', { name: 'deep (2)' })
  expect(await rows.restore('labels', 'l')).toMatchObject({ name: 'deep (3)' })
  expect(rows.values('labels', 'l')).toMatchObject({ name: 'deep (3)', deleted: false })
})

test.each<[TrashTable, string]>([
  ['goals', 'g'],
  ['goals', 't'],
  ['habits', 'nobody'],
])('%s %s is not in the trash', async (table, id) => {
  await expect(inTrash().restore(table, id)).rejects.toMatchObject({ code: 'trash.not_found' })
})
