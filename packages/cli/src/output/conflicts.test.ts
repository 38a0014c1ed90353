import { describe, expect, test } from 'vitest'
import type { Conflict, EndedTimer, LostValue } from '../conflict-list.ts'
import { conflictsWords, dismissedWords, takenWords } from './conflicts.ts'
import { valueWords } from './fields.ts'

const dates = { now: 0, zone: 'Europe/Berlin', weekStart: 1 } as const
const row = {
  table: 'timeEntries',
  id: '01900000-0000-7000-8000-000000000001',
  name: 'write report',
  start: '2026-03-02T08:00:00Z',
  isRemoved: false,
}
const lost = (field: string, values: Partial<LostValue>): LostValue => ({
  kind: 'lost_value',
  id: 'a1b2c3',
  row,
  field,
  of: null,
  lost: null,
  now: null,
  at: '2026-03-03T07:30:00Z',
  from: 'another_device',
  ...values,
})
const ended: EndedTimer = {
  kind: 'ended_timer',
  id: 'd4e5f6',
  row,
  endedAt: '2026-03-02T13:05:00Z',
  startedInstead: { ...row, name: 'call' },
  from: 'another_device',
}
const words = (...items: Conflict[]) => conflictsWords({ items }, dates).split('\n')

describe('conflicts', () => {
  test('a value that lost: which row, which field, both values, where and when', () => {
    expect(words(lost('text', { lost: 'draft', now: 'final' }))).toEqual([
      'a1b2c3  time entry "write report" of Mon 2026-03-02: text',
      '        lost: "draft"  (from another device, Tue 2026-03-03 08:30 +01:00 Europe/Berlin)',
      '        now:  "final"',
      '',
      'goalixa conflicts take ID       write the lost value again',
      'goalixa conflicts dismiss ID    leave it as it is; --all for all of them',
    ])
  })

  test('a label by its name, a removed row, and settings', () => {
    expect(words(lost('label', { of: 'deep', lost: true, now: false }))[0]).toMatch(/: label \+deep$/)
    const removed = { ...row, isRemoved: true }
    expect(words(lost('text', { row: removed }))[0]).toContain('of Mon 2026-03-02 (removed): text')
    const settings = { ...row, table: 'settings', name: null, start: null }
    expect(words(lost('weekStart', { row: settings, lost: 7, now: 1 })).slice(0, 3)).toEqual([
      'a1b2c3  settings: first day of the week',
      '        lost: Sunday  (from another device, Tue 2026-03-03 08:30 +01:00 Europe/Berlin)',
      '        now:  Monday',
    ])
  })

  test('a timer that was ended, and why', () => {
    expect(words(ended)[0]).toBe(
      'd4e5f6  time entry "write report" of Mon 2026-03-02 ended at 14:05 because another timer, "call", was started on another device',
    )
    expect(words({ ...ended, startedInstead: null, from: null, endedAt: '2026-03-03T13:05:00Z' })[0]).toMatch(
      /ended at Tue 2026-03-03 14:05 because another timer was started on another device$/,
    )
  })

  test('none', () => {
    expect(words()).toEqual(['No value was lost, and no timer was ended by another one.'])
    expect(dismissedWords({ items: [] })).toBe('There was nothing to dismiss.')
  })

  test('what others wrote does not steer the terminal', () => {
    const evil = 'a\u001b[2J\nb'
    const value = lost('text', { lost: evil, now: evil, of: evil, row: { ...row, name: evil } })
    for (const text of [words(value).join(''), takenWords(value, dates)])
      expect(text).not.toMatch(/[\u001b]|\nb/)
  })
})

test.each([
  [
    'time',
    { start: '2026-03-02T08:00:00Z', end: '2026-03-02T09:30:00Z', zone: 'UTC' },
    'Mon 2026-03-02 09:00 – 10:30 +01:00 Europe/Berlin, 1h 30m',
  ],
  [
    'time',
    { start: '2026-03-02T08:00:00Z', end: null, zone: 'UTC' },
    'Mon 2026-03-02 09:00 +01:00 Europe/Berlin, running',
  ],
  ['project', 'Thesis', 'Thesis'],
  ['project', null, 'none'],
  ['text', '', '(empty)'],
  ['billable', false, 'no'],
  ['estimateSeconds', 5400, '1h 30m'],
  ['mood', { colour: 'blue' }, '{"colour":"blue"}'],
  [
    'schedule',
    { date: '2026-03-02', time: '09:00', zone: 'Europe/Paris', repeat: 'weekly', days: [1, 3] },
    '09:00 from Mon 2026-03-02, weekly on Mon, Wed, Europe/Paris',
  ],
  [
    'schedule',
    { date: '2026-03-02', time: '09:00', zone: 'UTC', repeat: 'none', days: [] },
    '09:00 from Mon 2026-03-02, once, UTC',
  ],
  ['frequency', { kind: 'weekdays', days: [1, 3] }, 'mon,wed'],
  ['frequency', { kind: 'perWeek', times: 3 }, '3/week'],
  ['frequency', { kind: 'moon', phase: 1 }, '{"kind":"moon","phase":1}'],
  ['channels', ['terminal', 'browser'], 'terminal, browser'],
  ['channels', [], 'none'],
  ['day', '2026-03-02', 'Mon 2026-03-02'],
  ['due', '2026-03-02T08:00:00Z', 'Mon 2026-03-02 09:00 +01:00 Europe/Berlin'],
  ['text', '2026-03-02', '"2026-03-02"'],
  ['seconds', 21_600, '6h'],
  ['autoSeconds', 600, '10m'],
  ['time', { date: '2026-03-02', durationSeconds: 5400, zone: 'UTC' }, '1h 30m on Mon 2026-03-02'],
])('%s %j is %s', (field, value, text) => {
  expect(valueWords(field, value, dates.zone)).toBe(text)
})
