/** The flags of a weekly goal's fields, and what they mean. */
import type { DateContext } from '@goalixa/domain/calendar'
import { parseDuration } from '@goalixa/domain/durations'
import { Flags } from '@oclif/core'
import { UsageError } from './failure.ts'
import { findGoal } from './find-rows.ts'
import { none, orNull } from './flags.ts'
import type { Store } from './store.ts'
import { weekDay } from './weeks.ts'

export const weeklyGoalFlags = {
  target: Flags.string({ description: 'how much time, such as 10h', helpValue: 'DURATION' }),
  label: Flags.string({
    char: 'l',
    description: 'count only the time with this label; all time without one',
    helpValue: 'NAME',
  }),
  goal: Flags.string({ description: 'the goal that it serves, or none', helpValue: 'GOAL' }),
  week: Flags.string({
    description: 'this, next, last, 2026-W10, or any day of it; this week unless said',
    helpValue: 'WEEK',
  }),
}

type Given = { readonly [Name in keyof typeof weeklyGoalFlags]?: string | undefined }

/** What to send. The label may also come as the word `+name`; the flag's `none` takes it off. Throws `input.*`. */
export async function readWeeklyGoalFields(
  flags: Given,
  fromWords: readonly string[],
  store: Pick<Store, 'goals'>,
  dates: DateContext,
) {
  const labels = [...new Set([...fromWords, ...(flags.label === undefined ? [] : [flags.label])])]
  if (labels.length > 1)
    throw new UsageError(`A weekly goal has one label at most, not ${labels.length}`, 'make a goal for each')
  return {
    targetSeconds: flags.target === undefined ? undefined : parseDuration(flags.target, { clock: true }),
    label: orNull(labels[0]),
    goalId: flags.goal === undefined ? undefined : await goalId(flags.goal, store, dates),
    weekStart: flags.week === undefined ? undefined : weekDay(flags.week, dates),
  }
}

const goalId = async (
  text: string,
  store: Pick<Store, 'goals'>,
  dates: DateContext,
): Promise<string | null> => (text === none ? null : (await findGoal(store, text, dates)).id)
