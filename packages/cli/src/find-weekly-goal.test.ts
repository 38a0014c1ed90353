import { AppError } from '@goalixa/contracts/errors'
import type { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import { expect, it } from 'vitest'
import { findWeeklyGoal } from './find-rows.ts'
import type { Store } from './store.ts'

const id = (end: string) => `019a0000-0000-7000-8000-${end.padStart(12, '0')}`
const goals = [
  ['aaaaa1', 'thesis', '2026-03-09'],
  ['bbbbb2', 'thesis', '2026-03-02'],
  ['ccccc3', 'sport', '2026-03-02'],
  ['ccccd3', 'twice', '2026-03-02'],
  ['ccccd4', 'twice', '2026-03-02'],
  ['ccccd5', 'old', '2026-02-02'],
  ['ccccd6', 'old', '2026-02-09'],
].map(([end = '', title, weekStart]) => ({ id: id(end), title, weekStart }) as WeeklyGoal)

const weeklyGoals = {
  get: async (wanted: string) => {
    const found = goals.find((goal) => goal.id === wanted)
    if (found === undefined) throw new AppError('weekly_goals.not_found')
    return found
  },
  list: async ({ idTail, title, week }: { idTail?: string; title?: string; week?: string }) => ({
    items: goals.filter(
      (goal) =>
        (idTail === undefined || goal.id.endsWith(idTail)) &&
        (title === undefined || goal.title === title) &&
        (week === undefined || goal.weekStart === '2026-03-02'),
    ),
    nextCursor: null,
  }),
} as unknown as Store['weeklyGoals']
const find = (text: string) => findWeeklyGoal({ weeklyGoals }, text, { today: '2026-03-05', zone: 'UTC' })

it.each([
  ['thesis', 'bbbbb2'], // that of this week
  ['sport', 'ccccc3'],
  ['AAAA1', 'aaaaa1'],
  [id('aaaaa1').toUpperCase(), 'aaaaa1'],
])('finds %s', async (text, end) => {
  expect((await find(text)).id).toBe(id(end))
})

it.each([
  ['nothing', 'weekly_goals.not_found', 'Nothing is called "nothing"'],
  ['fffff', 'weekly_goals.not_found', 'Nothing is called "fffff"'],
  ['twice', 'input.ambiguous', '"twice" fits 2 of them'],
  ['old', 'input.ambiguous', '2026-02-02  old'],
])('refuses %s', async (text, code, words) => {
  await expect(find(text)).rejects.toMatchObject({ code, message: expect.stringContaining(words) as string })
})
