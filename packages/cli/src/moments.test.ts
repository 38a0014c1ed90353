import { describe, expect, it } from 'vitest'
import { boundsOf, daysOf, doubtsOf, futureDoubt, readAt, spanOfFlags, today } from './moments.ts'

const now = Date.parse('2026-03-04T12:00:00Z') / 1000
const dates = { now, zone: 'Europe/Berlin', weekStart: 1 }

describe('spanOfFlags', () => {
  it('takes both times exactly', () => {
    const span = spanOfFlags('2026-03-02T09:00:00Z', '2026-03-02T11:30:00+02:00', dates)
    expect(span).toEqual({ start: 1772442000, end: 1772443800, notes: [] })
    expect(spanOfFlags(undefined, undefined, dates)).toBeUndefined()
  })

  it('guesses nothing', () => {
    expect(() => spanOfFlags('10:00', '9:00', dates)).toThrow(
      expect.objectContaining({ code: 'time_entries.end_before_start' }),
    )
    expect(() => spanOfFlags('9:00', undefined, dates)).toThrow('--to is missing')
    expect(() => spanOfFlags(undefined, '9:00', dates)).toThrow('--from is missing')
  })
})

describe('boundsOf', () => {
  it('takes a date for its first instant in the zone, and a time exactly', () => {
    expect(boundsOf('', { from: '2026-03-02', to: '2026-03-02T09:00:00Z' }, dates)).toEqual({
      from: '2026-03-01T23:00:00Z',
      to: '2026-03-02T09:00:00Z',
    })
    expect(boundsOf('', {}, dates)).toEqual({ from: undefined, to: undefined })
  })

  it('takes words for whole days', () => {
    expect(boundsOf('yesterday', {}, dates)).toEqual({
      from: '2026-03-02T23:00:00Z',
      to: '2026-03-03T23:00:00Z',
    })
    expect(() => boundsOf('yesterday', { from: 'today' }, dates)).toThrow('either')
  })
})

describe('daysOf', () => {
  it.each([
    ['', {}, '2026-03-02', '2026-03-09'],
    ['last week', {}, '2026-02-23', '2026-03-02'],
    ['2026-03-02 - 2026-03-03', {}, '2026-03-02', '2026-03-04'],
    ['', { from: '2026-03-02', to: '2026-03-03' }, '2026-03-02', '2026-03-03'],
    ['', { from: 'monday' }, '2026-03-02', '2026-03-05'],
  ])('reads %j %j', (words, flags, from, to) => {
    expect(daysOf(words, flags, dates)).toEqual({ from, to })
  })

  it('refuses no days at all', () => {
    expect(() => daysOf('', { from: '2026-03-03', to: '2026-03-03' }, dates)).toThrow(
      expect.objectContaining({ code: 'input.range' }),
    )
    expect(() => daysOf('', { to: '2026-03-03' }, dates)).toThrow('--from is missing')
    expect(() => daysOf('today', { to: '2026-03-03' }, dates)).toThrow('either')
  })
})

describe('doubts', () => {
  const hour = 3600
  it.each([
    [{ start: now - hour, end: now }, []],
    [{ start: now - 12 * hour, end: now }, []],
    [{ start: now - 12 * hour - 1, end: now }, ['It lasts 12h 1s, more than 12 hours']],
    [{ start: now - hour, end: now + 1 }, ['It ends in the future, 2026-03-04 13:00:01']],
    [{ start: now + hour, end: now + 2 * hour }, ['It starts in the future, 2026-03-04 14:00']],
    [
      { start: now + hour, end: now + 14 * hour },
      ['It starts in the future, 2026-03-04 14:00', 'It lasts 13h, more than 12 hours'],
    ],
  ])('of %j', (span, doubts) => {
    expect(doubtsOf(span, dates)).toEqual(doubts)
  })

  it('of a stop in the future', () => {
    expect(futureDoubt('It would stop', now + 60, dates)).toEqual([
      'It would stop in the future, 2026-03-04 13:01',
    ])
    expect(futureDoubt('It would stop', now, dates)).toEqual([])
  })
})

it('readAt says what was understood', () => {
  expect(readAt('9:00', dates)).toMatchObject({
    at: '2026-03-04T08:00:00Z',
    echo: 'Wed 2026-03-04 09:00 +01:00 Europe/Berlin',
  })
  expect(readAt('10m ago', dates).at).toBe('2026-03-04T11:50:00Z')
  expect(readAt('-10m', dates).at).toBe('2026-03-04T11:50:00Z')
  expect(readAt(undefined, dates)).toEqual({ echo: '' })
})

it('today is the day of the zone', () => {
  expect(today({ ...dates, now: Date.parse('2026-03-04T23:30:00Z') / 1000 })).toEqual({
    from: '2026-03-05',
    to: '2026-03-06',
    zone: 'Europe/Berlin',
  })
})
