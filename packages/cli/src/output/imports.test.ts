import type { ImportResult } from '@goalixa/contracts/imports'
import { describe, expect, it } from 'vitest'
import { importWords } from './imports.ts'

const none = { created: 0, unchanged: 0, kept: 0 }
const aResult = (over: Partial<ImportResult> = {}): ImportResult => ({
  format: 'timewarrior',
  dryRun: false,
  rows: 3,
  timeEntries: none,
  tasks: none,
  projects: { created: 0 },
  labels: { created: 0 },
  skipped: [],
  notes: [],
  ignoredFields: {},
  ...over,
})

describe('importWords', () => {
  it('flags overlaps: how many, and the first few', () => {
    const one = {
      line: 2,
      start: '2026-02-01T08:30:00Z',
      end: '2026-02-01T09:30:00Z',
      text: 'call',
      with: { line: null, start: '2026-02-01T08:00:00Z', end: null, text: '' },
    }
    const first = [one, { ...one, line: 3, with: { ...one.with, line: 2 } }, one, one, one, one]
    const result = aResult({ zone: 'Europe/Berlin', overlaps: { count: 12, first } })
    const lines = importWords(result).split('\n')
    expect(lines.slice(-7)).toEqual([
      'time entries that overlap others: 12, times in Europe/Berlin',
      '  line 2: 2026-02-01 09:30 – 10:30 "call" overlaps what is here: 2026-02-01 09:00 – runs',
      '  line 3: 2026-02-01 09:30 – 10:30 "call" overlaps line 2: 2026-02-01 09:00 – runs',
      ...lines.slice(-4, -1),
      '  and 7 more',
    ])
  })

  it('tells what became of the rows', () => {
    const result = aResult({
      timeEntries: { created: 1, unchanged: 1, kept: 0 },
      labels: { created: 2 },
      skipped: [{ line: 3, message: 'the end is before the start' }],
      notes: [{ line: 1, message: 'it still runs' }],
      ignoredFields: { urgency: 2 },
    })
    expect(importWords(result)).toBe(
      [
        'Read 3 rows of timewarrior:',
        'time entries: 1 created, 1 unchanged, 0 kept as changed here',
        'labels: 2 created',
        'skipped: 1',
        '  line 3: the end is before the start',
        'notes: 1',
        '  line 1: it still runs',
        'fields not used: urgency (2)',
      ].join('\n'),
    )
  })

  it.each([
    [{ timeEntries: { ...none, unchanged: 3 } }, 'Nothing new: all 3 rows are here already.'],
    [{ rows: 1, timeEntries: { ...none, kept: 1 } }, 'Nothing new: the 1 row is here already.'],
    [{ rows: 0 }, 'The file holds no rows.'],
    [
      { dryRun: true, tasks: { ...none, created: 3 } },
      'Nothing was changed. The timewarrior file of 3 rows would give:',
    ],
    [{ skipped: [{ line: 1, message: 'x' }] }, 'Nothing new: all 2 rows are here already.'],
    [
      { timeEntries: { ...none, created: 2 }, skipped: [{ line: 1, message: 'x' }] },
      'Read 3 rows of timewarrior:',
    ],
  ])('begins, for %j, with: %s', (over, line) => {
    expect(importWords(aResult(over)).split('\n')[0]).toBe(line)
  })

  it('shows the first twenty remarks and says that there are more', () => {
    const skipped = Array.from({ length: 23 }, (_, index) => ({ line: index + 1, message: 'bad' }))
    expect(importWords(aResult({ skipped })).split('\n').slice(-2)).toEqual([
      '  line 20: bad',
      '  and 3 more; --json shows all',
    ])
  })
})
