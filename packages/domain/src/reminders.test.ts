import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ReminderFacts } from './reminders.ts'
import { firesAt, reminderState } from './reminders.ts'

const at = (text: string) => Date.parse(`2026-03-${text}:00Z`) / 1000
const facts = (given: Partial<ReminderFacts> & { repeat?: 'none' | 'daily' } = {}): ReminderFacts => ({
  schedule: { date: '2026-03-02', time: '09:00', zone: 'UTC', repeat: given.repeat ?? 'none', days: [] },
  active: true,
  lastFiredAt: null,
  snoozedUntil: null,
  doneAt: null,
  ...given,
})

test.each([
  ['before its time', {}, '01T09:00', 'upcoming', null, '02T09:00'],
  ['at its time', {}, '02T09:00', 'due', '02T09:00', null],
  ['long after (D16)', {}, '05T09:00', 'due', '02T09:00', null],
  ['done', { doneAt: at('02T10:00') }, '05T09:00', 'done', null, null],
  ['done ahead', { doneAt: at('02T09:00') }, '01T09:00', 'done', null, null],
  ['snoozed', { snoozedUntil: at('02T09:30') }, '02T09:10', 'snoozed', null, '02T09:30'],
  ['snoozed, and that is over', { snoozedUntil: at('02T09:30') }, '02T09:30', 'due', '02T09:30', null],
  [
    'done while snoozed',
    { snoozedUntil: at('02T09:30'), doneAt: at('02T09:40') },
    '02T10:00',
    'done',
    null,
    null,
  ],
  ['paused', { active: false }, '05T09:00', 'paused', null, null],
  ['daily, due', { repeat: 'daily' }, '04T10:00', 'due', '04T09:00', '05T09:00'],
  [
    'daily, done today',
    { repeat: 'daily', doneAt: at('04T09:30') },
    '04T10:00',
    'upcoming',
    null,
    '05T09:00',
  ],
] as const)('%s', (_, given, now, status, dueAt, nextAt) => {
  expect(reminderState(facts(given), at(now))).toEqual({
    status,
    dueAt: dueAt && at(dueAt),
    nextAt: nextAt && at(nextAt),
  })
})

test.each([
  ['new', {}, '02T09:00'],
  ['fired', { lastFiredAt: at('02T09:00') }, null],
  ['fired by the test before its time', { lastFiredAt: at('01T09:00') }, '02T09:00'],
  ['fired, then snoozed', { lastFiredAt: at('02T09:00'), snoozedUntil: at('02T09:10') }, '02T09:10'],
  ['fired after it was snoozed', { lastFiredAt: at('02T09:11'), snoozedUntil: at('02T09:10') }, null],
  ['done ahead', { doneAt: at('02T09:00') }, null],
  ['paused', { active: false }, null],
  ['daily, fired late', { repeat: 'daily', lastFiredAt: at('05T12:00') }, '06T09:00'],
] as const)('fires when: %s', (_, given, expected) => {
  expect(firesAt(facts(given))).toBe(expected && at(expected))
})

test('whatever is fired when its time has come is not fired again for it', () => {
  const moment = fc.integer({ min: at('01T00:00'), max: at('20T00:00') })
  const maybe = fc.option(moment)
  fc.assert(
    fc.property(
      fc.constantFrom('none', 'daily'),
      maybe,
      maybe,
      maybe,
      moment,
      (repeat, lastFiredAt, snoozedUntil, doneAt, now) => {
        const before = facts({ repeat, lastFiredAt, snoozedUntil, doneAt })
        const first = firesAt(before)
        if (first === null || first > now) return
        const again = firesAt({ ...before, lastFiredAt: now })
        expect(again === null || again > now).toBe(true)
      },
    ),
  )
})
