import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlannedTimeEntry } from '../import/import-plan.ts'
import { findOverlaps } from './import-overlaps.ts'
import { importRows, readImport } from './imports.ts'
import { testRows, userId } from './testing-view.ts'

const options = { userId, zone: 'UTC', partial: false, strict: false }
const row = (from: string, to: string) => `{"start":"20260201T${from}00Z","end":"20260201T${to}00Z"}`
const importing = (rows: ReturnType<typeof testRows>, lines: string[], dryRun = false) => {
  const plan = readImport('timewarrior', `[\n${lines.join(',\n')}\n]`, options)
  return rows.run((view, draft, newId) =>
    importRows(view, draft, { format: 'timewarrior', dryRun, plan }, newId),
  )
}

test('overlaps are told of new entries, with what is here and with one another; touching is none', async () => {
  const lines = [row('0900', '1000'), row('0830', '0845'), row('1100', '1200'), row('1130', '1300')]
  for (const dryRun of [true, false]) {
    const rows = testRows()
    await importing(rows, [row('0800', '0900')])
    const { overlaps } = await importing(rows, lines, dryRun)
    expect(overlaps?.count).toBe(3)
    expect(overlaps?.first.map((one) => one.with.line === null)).toEqual([true, false, false])
    expect(overlaps?.first[0]).toMatchObject({
      start: '2026-02-01T08:30:00Z',
      with: { line: null, start: '2026-02-01T08:00:00Z', end: '2026-02-01T09:00:00Z' },
    })
    // Nothing is new any more.
    expect(await importing(rows, lines)).not.toHaveProperty('overlaps')
  }
})

const aSpan = fc
  .tuple(fc.nat(40), fc.nat(12), fc.boolean())
  .map(([start, length, isOpen]) => ({ start, end: start + length, isOpen: isOpen && start > 30 }))
const now = 42

test('D2: exactly those that share a second with another one are told', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(aSpan, { maxLength: 8 }),
      fc.array(aSpan, { maxLength: 8 }),
      async (here, there) => {
        const rows = testRows()
        for (const [at, { start, end }] of here.entries())
          rows.put('timeEntries', `here-${at}`, { createdAt: 0, span: { start, end, zone: 'UTC' } })
        const planned = there.map(({ start, end, isOpen }, at): PlannedTimeEntry => ({
          line: at + 1,
          id: `there-${at}`,
          description: '',
          labels: [],
          project: null,
          zone: 'UTC',
          start,
          end: isOpen ? null : end,
        }))
        const spans = [
          ...here.map(({ start, end }) => ({ start, end })),
          ...planned.map(({ start, end }) => ({ start, end: end ?? Math.max(start, now) })),
        ]
        const expected = planned.filter((_, at) => {
          const one = spans[here.length + at]!
          return spans.some(
            (other) => other !== one && Math.max(one.start, other.start) < Math.min(one.end, other.end),
          )
        })
        const found = await findOverlaps(rows.view, planned, now)
        expect([...found.keys()].toSorted()).toEqual(expected.map(({ id }) => id).toSorted())
      },
    ),
  )
})
