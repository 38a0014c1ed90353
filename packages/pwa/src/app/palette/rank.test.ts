import { expect, it } from 'vitest'
import { rank } from './rank.ts'
import type { Rankable } from './rank.ts'

const items: Rankable[] = [
  { group: 'actions', text: 'Start the timer' },
  { group: 'actions', text: 'Stop the timer' },
  { group: 'views', text: 'Tasks' },
  { group: 'tasks', text: 'Write the report' },
  { group: 'tasks', text: 'گزارش ماهانه' },
  { group: 'entries', text: 'reporting to Ada' },
]
const found = (typed: string) =>
  rank(
    items,
    items.map(({ text }) => text),
    typed,
  ).map((index) => items[index]!.text)

it.each([
  ['start', ['Start the timer']],
  ['report', ['Write the report', 'reporting to Ada']],
  ['timer stop', ['Stop the timer']],
  ['گزارش', ['گزارش ماهانه']],
  ['zzz', []],
  ['(', []],
])('%j finds %j', (typed, expected) => expect(found(typed).toSorted()).toEqual([...expected].toSorted()))

it('without a text shows the first of each group', () => {
  const many = Array.from({ length: 40 }, (_, index) => ({ group: 'tasks' as const, text: `task ${index}` }))
  expect(rank([...items, ...many], [], '').length).toBeLessThan(20)
})

it('keeps a group together', () => {
  const mixed: Rankable[] = ['tasks', 'entries', 'tasks', 'entries'].map((group, index) => ({
    group: group as 'tasks' | 'entries',
    text: `report ${'x'.repeat(index)}`,
  }))
  const texts = mixed.map(({ text }) => text)
  expect(rank(mixed, texts, 'report')).toEqual([0, 2, 1, 3])
})
