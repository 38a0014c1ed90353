import { expect, it } from 'vitest'
import { readWeeklyGoalFields } from './weekly-goal-fields.ts'
import { todayOf, weekDay } from './weeks.ts'

/** Thursday, 23:30 in UTC: Friday in Tokyo. */
const dates = { now: Date.parse('2026-03-05T23:30:00Z') / 1000, zone: 'UTC', weekStart: 1 }

it.each([
  ['this', '2026-03-05'],
  ['This Week', '2026-03-05'],
  [':week', 'input.date'],
  ['next', '2026-03-12'],
  ['last week', '2026-02-26'],
  ['2026-W10', '2026-03-02'],
  ['2026-w01', '2025-12-29'],
  ['2026-03-08', '2026-03-08'],
  ['monday', '2026-03-09'],
  ['in 2w', '2026-03-19'],
  ['3/4/2026', 'input.date'],
  ['2026-W54', 'input.date'],
  ['soon', 'input.date'],
])('reads the week %j as the one of %s', (text, meant) => {
  if (meant.startsWith('input'))
    expect(() => weekDay(text, dates)).toThrow(expect.objectContaining({ code: meant }))
  else expect(weekDay(text, dates)).toBe(meant)
})

it('counts the days of the zone', () => {
  expect(todayOf(dates)).toBe('2026-03-05')
  expect(todayOf({ ...dates, zone: 'Asia/Tokyo' })).toBe('2026-03-06')
  expect(weekDay('next', { ...dates, zone: 'Asia/Tokyo' })).toBe('2026-03-13')
})

it('reads a target, a week, and one label, typed as a flag or as a word', async () => {
  const read = (flags: Parameters<typeof readWeeklyGoalFields>[0], words: string[] = []) =>
    readWeeklyGoalFields(flags, words, { goals: undefined as never }, dates)
  expect(await read({ target: '10h', week: 'next' }, ['deep'])).toEqual({
    targetSeconds: 36_000,
    label: 'deep',
    goalId: undefined,
    weekStart: '2026-03-12',
  })
  expect(await read({ target: '1:30', label: 'deep' }, ['deep'])).toMatchObject({
    targetSeconds: 5400,
    label: 'deep',
  })
  expect(await read({ label: 'none' })).toEqual({
    targetSeconds: undefined,
    label: null,
    weekStart: undefined,
  })
  await expect(read({ label: 'a' }, ['b'])).rejects.toThrow('A weekly goal has one label at most, not 2')
  await expect(read({ target: '10' })).rejects.toThrow(expect.objectContaining({ code: 'input.duration' }))
})
