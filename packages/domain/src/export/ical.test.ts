/** A calendar of entries and tasks (RFC 5545; features 6.9). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IcalEntry, IcalTask } from './ical.ts'
import { icalEvent, icalOf, icalTodo } from './ical.ts'
import { icalRule } from './ical-recurrence.ts'

const entry: IcalEntry = {
  id: '019a0000-0000-7000-8000-000000000001',
  description: 'first steps',
  taskId: null,
  project: null,
  labels: [],
  start: '2026-03-02T09:00:00Z',
  end: '2026-03-02T10:00:00Z',
  createdAt: '2026-03-02T10:00:01Z',
  updatedAt: '2026-03-03T08:00:00Z',
}
const task: IcalTask = {
  id: '019a0000-0000-7000-8000-000000000002',
  title: 'write',
  description: '',
  status: 'open',
  labels: [],
  priority: 'none',
  due: null,
  scheduled: null,
  parentId: null,
  recurrence: null,
  createdAt: '2026-03-02T10:00:01Z',
  updatedAt: '2026-03-03T08:00:00Z',
  completedAt: null,
}

/** As a calendar reads it: unfolded lines, name and value apart. */
const read = (text: string): [string, string][] =>
  text
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .slice(0, -1)
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)])
const valuesOf = (text: string): Record<string, string> => Object.fromEntries(read(text))
const unescaped = (text: string): string =>
  text.replace(/\\([\\;,n])/g, (_, one: string) => (one === 'n' ? '\n' : one))

describe('time entries', () => {
  test('a calendar of one entry, as it goes into the file', () => {
    expect(icalOf({ entries: [{ ...entry, project: 'Site', labels: ['a', 'b'] }] })).toBe(
      [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//Goalixa//Goalixa//EN',
        'CALSCALE:GREGORIAN',
        'BEGIN:VEVENT',
        'UID:019a0000-0000-7000-8000-000000000001@goalixa',
        'DTSTAMP:20260303T080000Z',
        'CREATED:20260302T100001Z',
        'LAST-MODIFIED:20260303T080000Z',
        'DTSTART:20260302T090000Z',
        'DTEND:20260302T100000Z',
        'SUMMARY:first steps',
        'DESCRIPTION:Project: Site',
        'CATEGORIES:a,b',
        'TRANSP:TRANSPARENT',
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ].join('\r\n'),
    )
  })

  test('the running entry is left out', () => {
    expect(icalEvent({ ...entry, end: null })).toBe('')
    expect(icalOf({ entries: [{ ...entry, end: null }] })).not.toContain('VEVENT')
  })

  test('an entry of length zero has no end, which must not be at the start', () => {
    expect(valuesOf(icalEvent({ ...entry, end: entry.start }))).not.toHaveProperty('DTEND')
  })

  test('without words it is called by its task, else its project', () => {
    const named = (more: Partial<IcalEntry>) =>
      valuesOf(icalEvent({ ...entry, description: ' ', ...more })).SUMMARY
    expect(named({ task: 'write', project: 'Site' })).toBe('write')
    expect(named({ project: 'Site' })).toBe('Site')
    expect(named({})).toBe('Tracked time')
  })

  test('an instant with parts of a second or an offset is written in UTC', () => {
    const start = valuesOf(icalEvent({ ...entry, start: '2026-03-02T09:00:00.750+01:00' })).DTSTART
    expect(start).toBe('20260302T080000Z')
  })

  test('any text comes back whole, lines have at most 75 octets, and nobody can add a property', () => {
    const anyText = fc.string({
      unit: fc.oneof(
        fc.constantFrom('\r', '\n', ';', ',', '\\', ':', '\u0000', 'é', '😀'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 120,
    })
    fc.assert(
      fc.property(anyText, fc.array(anyText, { maxLength: 3 }), (description, labels) => {
        const text = icalEvent({ ...entry, description: `x${description}`, labels })
        expect(text.endsWith('END:VEVENT\r\n')).toBe(true)
        for (const line of text.split('\r\n')) {
          expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
          // oxlint-disable-next-line no-control-regex -- none may be left
          expect(line).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f]/)
        }
        const names = read(text).map(([name]) => name)
        expect(names).toHaveLength(labels.length > 0 ? 11 : 10)
        const clean = `x${description}`
          .toWellFormed()
          .replace(/\r\n?|[\u2028\u2029]/g, '\n')
          // oxlint-disable-next-line no-control-regex -- they have no place in the format
          .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
        expect(unescaped(valuesOf(text).SUMMARY!)).toBe(clean)
      }),
    )
  })
})

describe('tasks', () => {
  const todo = (more: Partial<IcalTask>) => valuesOf(icalTodo({ ...task, ...more }))

  test('days are dates, instants are UTC', () => {
    expect(todo({ scheduled: '2026-03-02', due: '2026-03-05' })).toMatchObject({
      'DTSTART;VALUE=DATE': '20260302',
      'DUE;VALUE=DATE': '20260305',
    })
    expect(todo({ due: '2026-03-05T17:00:00Z' })).toMatchObject({ DUE: '20260305T170000Z' })
  })

  test('a beginning that a calendar could not hold beside the due time is left out', () => {
    for (const scheduled of ['2026-03-02T09:00:00Z', '2026-03-05', '2026-03-06']) {
      const values = todo({ scheduled, due: '2026-03-05' })
      expect(Object.keys(values).filter((name) => name.startsWith('DTSTART'))).toEqual([])
      expect(values['DUE;VALUE=DATE']).toBe('20260305')
    }
  })

  test('state, priority, parent, labels', () => {
    expect(todo({})).toMatchObject({ STATUS: 'NEEDS-ACTION' })
    expect(todo({})).not.toHaveProperty('PRIORITY')
    expect(todo({ status: 'archived' })).toMatchObject({ STATUS: 'CANCELLED' })
    const more = { priority: 'high', parentId: entry.id, labels: ['a,b', 'c'] } satisfies Partial<IcalTask>
    expect(todo({ status: 'done', completedAt: '2026-03-04T08:00:00Z', ...more })).toMatchObject({
      STATUS: 'COMPLETED',
      COMPLETED: '20260304T080000Z',
      'PERCENT-COMPLETE': '100',
      PRIORITY: '1',
      'RELATED-TO': `${entry.id}@goalixa`,
      CATEGORIES: 'a\\,b,c',
    })
  })

  test('a task that comes back begins when it is due, unless it begins before (D16)', () => {
    expect(todo({ due: '2026-01-31', recurrence: 'FREQ=MONTHLY' })).toMatchObject({
      'DTSTART;VALUE=DATE': '20260131',
      DURATION: 'P1D',
      RRULE: 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1',
    })
    expect(todo({ scheduled: '2026-03-02', due: '2026-03-05', recurrence: 'FREQ=WEEKLY' })).toMatchObject({
      'DTSTART;VALUE=DATE': '20260302',
      'DUE;VALUE=DATE': '20260305',
      RRULE: 'FREQ=WEEKLY',
    })
    expect(todo({ recurrence: 'FREQ=WEEKLY' })).not.toHaveProperty('RRULE')
    expect(todo({ due: '2026-03-05', recurrence: 'FREQ=WEEKLY\r\nX-EVIL:1' })).not.toHaveProperty('RRULE')
  })
})

describe('rules that end with the month (D16)', () => {
  test.each([
    ['FREQ=MONTHLY', '20260131', 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1'],
    ['FREQ=MONTHLY', '20260130T090000Z', 'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1'],
    ['FREQ=MONTHLY;BYMONTHDAY=31', '20260228', 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1'],
    ['FREQ=MONTHLY;INTERVAL=3', '20260129', 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28,29;BYSETPOS=-1'],
    ['FREQ=MONTHLY', '20260128', 'FREQ=MONTHLY'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', '20260131', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,31', '20260131', 'FREQ=MONTHLY;BYMONTHDAY=1,31'],
    ['FREQ=MONTHLY;BYDAY=2TU', '20260131', 'FREQ=MONTHLY;BYDAY=2TU'],
    ['FREQ=YEARLY', '20280229', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1'],
    ['FREQ=YEARLY', '20260131', 'FREQ=YEARLY'],
    ['FREQ=WEEKLY', '20260131', 'FREQ=WEEKLY'],
    ['FREQ=DAILY;UNTIL=20261231T225959Z', '20260131', 'FREQ=DAILY;UNTIL=20261231'],
    ['FREQ=DAILY;UNTIL=20261231', '20260131T090000Z', 'FREQ=DAILY;UNTIL=20261231T235959Z'],
    ['FREQ=HOURLY', '20260131', undefined],
  ])('%s from %s', (rule, dtstart, expected) => {
    expect(icalRule(rule, dtstart)).toBe(expected)
  })
})
