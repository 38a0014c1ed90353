/** The flags of a habit's fields and days, and what they mean. */
import type { DateContext } from '@goalixa/domain/calendar'
import { plainDate } from '@goalixa/domain/calendar'
import { parseDate } from '@goalixa/domain/dates'
import { parseDuration } from '@goalixa/domain/durations'
import { addedAmount, readAmount as amountOf } from '@goalixa/domain/habit-amounts'
import { parseFrequency } from '@goalixa/domain/habit-frequency'
import { AppError } from '@goalixa/contracts/errors'
import { Flags } from '@oclif/core'
import { UsageError } from './failure.ts'
import { none, orNull } from './flags.ts'
import type { Store } from './store.ts'
import { todayOf } from './weeks.ts'

const times = ['any', 'morning', 'afternoon', 'evening'] as const

export const habitFlags = {
  every: Flags.string({
    description: 'how often: day, mon,wed,fri, weekdays, 3/week, 2/month or 3d',
    helpValue: 'HOW-OFTEN',
  }),
  amount: Flags.string({ description: 'what a day needs to be done, such as 20, or none', helpValue: 'N' }),
  unit: Flags.string({ description: 'what the amount counts, such as pages, or none', helpValue: 'UNIT' }),
  label: Flags.string({ char: 'l', description: 'the label whose time counts', helpValue: 'NAME' }),
  auto: Flags.string({
    description: 'so much time under the label makes a day done, such as 30m, or none',
    helpValue: 'DURATION',
  }),
  time: Flags.option({ options: times, description: 'the time of day it belongs to' })(),
  reminder: Flags.string({ description: 'a time on the clock, such as 07:30, or none', helpValue: 'HH:MM' }),
  notes: Flags.string({ description: 'anything to remember', helpValue: 'TEXT' }),
  goal: Flags.string({ description: 'the goal it serves, by name or id, or none', helpValue: 'GOAL' }),
  subgoal: Flags.string({
    description: 'the subgoal of that goal, by its number, title or id, or none',
    helpValue: 'SUBGOAL',
  }),
  colour: Flags.string({ description: 'written as #rrggbb, or none', helpValue: 'COLOUR' }),
}

type Given = { readonly [Name in keyof typeof habitFlags]?: string | undefined } & {
  readonly time?: (typeof times)[number] | undefined
}

/** What to send; what is not given is undefined. The label may also come as the word `+name`. Throws `input.*`. */
export async function readHabitFields(
  flags: Given,
  fromWords: readonly string[],
  dates: DateContext,
  store: Pick<Store, 'goals'>,
  /** The goal that the habit serves by now. */
  goalNow: string | null = null,
) {
  const labels = [...new Set([...fromWords, ...(flags.label === undefined ? [] : [flags.label])])]
  if (labels.length > 1)
    throw new UsageError(`The time of one label counts, not of ${labels.length}`, 'make a habit for each')
  const isManual = flags.auto === none
  return {
    frequency: flags.every === undefined ? undefined : parseFrequency(flags.every, todayOf(dates)),
    targetAmount: flags.amount === undefined ? undefined : amountOrNone(flags.amount),
    unit: orNull(flags.unit),
    autoLabel: isManual ? null : orNull(labels[0]),
    autoSeconds:
      isManual || flags.auto === undefined
        ? (orNull(flags.auto) as null | undefined)
        : parseDuration(flags.auto, { clock: true }),
    timeOfDay: flags.time,
    reminder: orNull(flags.reminder),
    notes: flags.notes,
    ...(await goalOf(flags, store, dates.zone, goalNow)),
    colour: orNull(flags.colour),
  }
}

/** A subgoal belongs to the goal that is named with it, or to the one that the habit serves. */
async function goalOf(
  { goal, subgoal }: Pick<Given, 'goal' | 'subgoal'>,
  store: Pick<Store, 'goals'>,
  zone: string,
  goalNow: string | null,
) {
  // Another goal has other subgoals.
  const left = goal === undefined ? undefined : null
  const without = { goalId: goal === none ? null : undefined, subgoalId: subgoal === none ? null : left }
  const needsGoal = subgoal !== undefined && subgoal !== none
  if ((goal === undefined || goal === none) && !needsGoal) return without
  const { findGoal, findSubgoal } = await import('./find-rows.ts')
  const wanted = goal === none ? undefined : (goal ?? goalNow ?? undefined)
  if (wanted === undefined) throw new UsageError('A subgoal of which goal?', 'name it with --goal')
  const found = await findGoal(store, wanted, { zone })
  return {
    goalId: goal === undefined ? undefined : found.id,
    subgoalId: needsGoal ? findSubgoal(found, subgoal).id : without.subgoalId,
  }
}

export const on = Flags.string({
  description: 'which day, such as yesterday, mon or 2026-03-02; today unless said',
  helpValue: 'DATE',
})

export const accessible = Flags.boolean({
  description: 'words and plain letters instead of drawings',
  default: false,
})

/** The civil date of `--on`. Throws `input.date` for a day that is still to come. */
export function habitDate(text: string | undefined, dates: DateContext): string {
  const today = plainDate(dates.now, dates.zone).toString()
  if (text === undefined) return today
  const date = parseDate(text, dates, 'past')
  if (date > today)
    throw new AppError('input.date', `${date} is still to come`, { try: 'name today or an earlier day' })
  return date
}

interface DayOfHabit {
  readonly store: Pick<Store, 'habits'>
  readonly id: string
  readonly date: string
}

/** `12`, or `+2` for so much more than what is logged of the day. */
export async function readAmount(text: string, { store, id, date }: DayOfHabit): Promise<number> {
  const amount = readNumber(text.replace(/^\+/, ''))
  if (!text.startsWith('+')) return amount
  const to = Temporal.PlainDate.from(date).add({ days: 1 }).toString()
  const [log] = (await store.habits.logs(id, { from: date, to })).items
  return addedAmount(log?.amount, amount)
}

const amountOrNone = (text: string): number | null => (text === none ? null : readNumber(text))

function readNumber(text: string): number {
  const amount = amountOf(text)
  if (amount === undefined) throw new UsageError(`"${text.slice(0, 40)}" is no amount`, 'write 20 or 2.5')
  return amount
}
