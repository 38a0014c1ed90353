import type { ReplicaReader } from '@goalixa/replica/storage'
import { expect, test } from 'vitest'
import { readOnce } from './read-once.ts'

test('asks for each thing once, and for another thing again', async () => {
  const asked: string[] = []
  const reader = readOnce({
    rowsOf: async (table: string) => [asked.push(table)],
    entriesTouching: async (from: number, to: number) => [asked.push(`${from} ${to}`)],
  } as unknown as ReplicaReader)
  const both = await Promise.all([reader.rowsOf('labels'), reader.rowsOf('labels')])
  expect(both[0]).toBe(both[1])
  await reader.rowsOf('projects')
  for (const to of [2, 3, 2]) await reader.entriesTouching(1, to)
  expect(asked).toEqual(['labels', 'projects', '1 2', '1 3'])
})
