import { dayBuckets } from '@goalixa/domain/calendar'
import { expect, it } from 'vitest'
import { layOut, snapped } from './layout.ts'

const day = { start: 0, end: 86_400 }
const hour = 3600
const entry = (id: string, start: number, end: number | null) => ({
  id,
  start: start * hour,
  end: end && end * hour,
})

it('puts what overlaps side by side, and what follows below', () => {
  const blocks = layOut([entry('c', 11, 12), entry('a', 8, 10), entry('b', 9, 11)], day, 0)
  expect(blocks.map(({ id, lane, lanes }) => [id, lane, lanes])).toEqual([
    ['a', 0, 2],
    ['b', 1, 2],
    ['c', 0, 1],
  ])
})

it('shows the part of an entry that lies in the day; one that runs grows until now', () => {
  expect(layOut([entry('night', -2, 3), entry('runs', 20, null)], day, 21.5 * hour)).toMatchObject([
    { id: 'night', from: 0, to: 3 },
    { id: 'runs', from: 20, to: 21.5 },
  ])
  expect(layOut([entry('before', -2, 0), entry('after', 24, 25)], day, 0)).toEqual([])
})

it.each([
  ['2026-03-29', 23, '2026-03-29T12:00:00Z', 13],
  ['2026-10-25', 25, '2026-10-25T12:00:00Z', 14],
])('counts hours since the day began: %s has %i', (date, hours, noon, from) => {
  const next = Temporal.PlainDate.from(date).add({ days: 1 }).toString()
  const [bucket] = dayBuckets(date, next, 'Europe/Berlin', 1)
  expect((bucket!.end - bucket!.start) / hour).toBe(hours)
  const start = Date.parse(noon) / 1000
  expect(layOut([{ id: 'x', start, end: start + hour }], bucket!, 0)).toMatchObject([{ from, to: from + 1 }])
})

it('snaps to five minutes within the day', () => {
  expect([snapped(449, day), snapped(451, day), snapped(-9, day), snapped(90_000, day)]).toEqual([
    300, 600, 0, 86_400,
  ])
})
