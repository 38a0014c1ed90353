/** Weekly goals: made, changed and put in the trash. */
import { AppError } from '@goalixa/contracts/errors'
import type { NewWeeklyGoal, WeeklyGoalPatch } from '@goalixa/contracts/weekly-goals'
import { plainDate } from '../calendar.ts'
import { firstDayOf } from '../periods.ts'
import { requireGoal } from './goals.ts'
import { labelNamed } from './labels.ts'
import { requireNewId } from './new-rows.ts'
import type { Draft, NewId, Values, View } from './view.ts'
import { findLive, findRow, said, secondsOf } from './view.ts'

/** Whose weeks are meant, where it differs from the settings: an IANA zone, and 1 (Monday) to 7 (Sunday). */
export interface WeekAsked {
  readonly zone?: string | undefined
  readonly weekStart?: number | undefined
}

const requireWeeklyGoal = async (view: View, id: string): Promise<void> => {
  if ((await findLive(view, 'weeklyGoals', id)) === undefined) throw new AppError('weekly_goals.not_found')
}

/** Answers the id. @throws AppError `request.id_taken`, `labels.not_found`, `goals.not_found`, `request.invalid` */
export async function createWeeklyGoal(
  view: View,
  draft: Draft,
  input: NewWeeklyGoal,
  asked: WeekAsked,
  newId: NewId,
): Promise<string> {
  const { id = newId(), weekStart, ...fields } = input
  await requireNewId(view, 'weeklyGoals', id)
  const day = weekStart ?? (await today(view, draft, asked))
  draft.patch('weeklyGoals', id, {
    createdAt: secondsOf(draft),
    ...(await values(view, draft, { ...fields, weekStart: day }, asked, newId)),
  })
  return id
}

/** @throws AppError `weekly_goals.not_found`, `labels.not_found`, `goals.not_found`, `request.invalid` */
export async function updateWeeklyGoal(
  view: View,
  draft: Draft,
  id: string,
  patch: WeeklyGoalPatch,
  asked: WeekAsked,
  newId: NewId,
): Promise<void> {
  await requireWeeklyGoal(view, id)
  draft.patch('weeklyGoals', id, await values(view, draft, patch, asked, newId))
}

/** @throws AppError `weekly_goals.not_found` */
export async function deleteWeeklyGoal(view: View, draft: Draft, id: string): Promise<void> {
  await requireWeeklyGoal(view, id)
  draft.patch('weeklyGoals', id, { deleted: true })
}

async function values(
  view: View,
  draft: Draft,
  { label, labelId, goalId, weekStart, ...plain }: WeeklyGoalPatch,
  asked: WeekAsked,
  newId: NewId,
): Promise<Values> {
  if (typeof goalId === 'string') await requireGoal(view, goalId)
  return {
    ...plain,
    goalId,
    weekStart: weekStart === undefined ? undefined : await firstDay(view, weekStart, asked),
    labelId: await labelNamed(view, draft, { label, labelId }, newId),
  }
}

/** The first day of the week that holds `day`. */
async function firstDay(view: View, day: string, asked: WeekAsked): Promise<string> {
  const weekStart = asked.weekStart ?? ((await settingOf(view, 'weekStart')) as number)
  const first = firstDayOf('week', Temporal.PlainDate.from(day), weekStart)
  if (first.year < 1900) refuse('weekStart', 'its week begins before 1900')
  return first.toString()
}

async function today(view: View, draft: Draft, asked: WeekAsked): Promise<string> {
  const zone = asked.zone ?? ((await settingOf(view, 'zone')) as string | null) ?? 'UTC'
  return plainDate(secondsOf(draft), zone).toString()
}

const settingOf = async (view: View, setting: 'zone' | 'weekStart') =>
  said(
    (await findRow(view, 'settings', view.userId)) ?? { table: 'settings', id: view.userId, regs: {} },
    setting,
  )

function refuse(path: string, message: string): never {
  throw new AppError('request.invalid', `${path}: ${message}`, { fields: [{ path, message }] })
}
