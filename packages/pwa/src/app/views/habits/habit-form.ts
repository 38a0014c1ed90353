/** What somebody typed into the dialog of a habit, as fields of it; by field what is wrong. */
import { AppError } from '@goalixa/contracts/errors'
import type { HabitFrequency } from '@goalixa/contracts/habit-days'
import type { Habit, HabitPatch } from '@goalixa/contracts/habits'
import { readAmount } from '@goalixa/domain/habit-amounts'
import { formatDuration } from '@goalixa/domain/durations'
import { sameValue } from '@goalixa/domain/rows'
import { plainText } from '../../parts/plain-text.ts'
import { typedDuration, westernDigits } from '../../parts/typed-duration.ts'
import { numberText } from './texts.ts'
import type { HabitWords } from './texts.ts'

export const kinds = ['daily', 'weekdays', 'perWeek', 'perMonth', 'everyDays'] as const
export const timesOfDay = ['any', 'morning', 'afternoon', 'evening'] as const
export const mostTimes = { perWeek: 7, perMonth: 28 } as const

export interface Typed {
  readonly name: string
  readonly kind: HabitFrequency['kind']
  /** 1 Monday to 7 Sunday. */
  readonly days: readonly number[]
  readonly times: string
  readonly interval: string
  readonly from: string
  readonly counted: string
  readonly unit: string
  readonly label: string
  readonly time: string
  readonly timeOfDay: Habit['timeOfDay']
  readonly reminder: string
  readonly goal: string
  readonly colour: string
  readonly notes: string
}
export type Field = keyof Typed

/** As it stands in the fields of the dialog; `undefined` for a new one. */
export function typedOf(habit: Habit | undefined, today: string): Typed {
  const { frequency = { kind: 'daily' } as const } = habit ?? {}
  return {
    name: habit?.name ?? '',
    kind: frequency.kind,
    days: frequency.kind === 'weekdays' ? frequency.days : [],
    times: 'times' in frequency ? String(frequency.times) : '3',
    interval: frequency.kind === 'everyDays' ? String(frequency.days) : '2',
    from: frequency.kind === 'everyDays' ? frequency.from : today,
    counted: String(habit?.targetAmount ?? ''),
    unit: habit?.unit ?? '',
    label: habit?.autoLabel ?? '',
    time: typeof habit?.autoSeconds === 'number' ? formatDuration(habit.autoSeconds) : '',
    timeOfDay: habit?.timeOfDay ?? 'any',
    reminder: habit?.reminder ?? '',
    goal: habit?.goalId ?? '',
    colour: habit?.colour ?? '',
    notes: habit?.notes ?? '',
  }
}

type Problems = Partial<Record<Field, string>>

/** Only what differs from `before`. */
export function readForm(
  typed: Typed,
  before: Typed,
  words: HabitWords,
): { readonly patch: HabitPatch; readonly problems: Problems } {
  const patch: HabitPatch = {}
  const problems: Problems = {}
  const differs = (...fields: Field[]) => fields.some((field) => !sameValue(typed[field], before[field]))
  const number = (field: 'times' | 'interval') => Number(westernDigits(typed[field].trim()))
  const isWhole = (value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most
  const frequency = (): HabitFrequency | undefined => {
    const { kind, days, from } = typed
    if (kind === 'daily') return { kind }
    if (kind === 'weekdays') {
      if (days.length > 0) return { kind, days: [...days] }
      problems.days = words.daysBounds
    } else if (kind === 'everyDays') {
      if (isWhole(number('interval'), 2, 365) && from !== '') return { kind, days: number('interval'), from }
      problems.interval = words.intervalBounds
    } else if (isWhole(number('times'), 1, mostTimes[kind])) return { kind, times: number('times') }
    else problems.times = words.timesBounds(numberText(mostTimes[kind]))
    return undefined
  }
  const name = plainText(typed.name)
  if (name === '' || name.length > 200) problems.name = words.nameBounds
  else if (differs('name')) patch.name = name
  const every = frequency()
  if (every !== undefined && (before.name === '' || differs('kind', 'days', 'times', 'interval', 'from')))
    patch.frequency = every
  if (differs('counted')) {
    const text = westernDigits(typed.counted.trim())
    const amount = text === '' ? null : readAmount(text)
    if (amount === undefined || amount === 0) problems.counted = words.badAmount
    else patch.targetAmount = amount
  }
  if (differs('unit')) {
    const unit = plainText(typed.unit)
    if (unit.length > 30) problems.unit = words.unitBounds
    else patch.unit = unit === '' ? null : unit
  }
  if (differs('label', 'time')) readTime()
  if (differs('timeOfDay')) patch.timeOfDay = typed.timeOfDay
  if (differs('reminder')) patch.reminder = typed.reminder === '' ? null : typed.reminder
  // Another goal has other subgoals.
  if (differs('goal'))
    Object.assign(patch, { goalId: typed.goal === '' ? null : typed.goal, subgoalId: null })
  if (differs('colour')) patch.colour = typed.colour === '' ? null : typed.colour
  if (differs('notes')) {
    const notes = plainText(typed.notes)
    if (notes.length > 10_000) problems.notes = words.notesBounds
    else patch.notes = notes
  }
  return { patch, problems }

  function readTime(): void {
    const label = plainText(typed.label)
    try {
      const seconds = typedDuration(typed.time)
      if ((label === '') !== (seconds === 0) || seconds > 86_400 || label.length > 200)
        problems.time = words.timeBounds
      else Object.assign(patch, { autoLabel: label || null, autoSeconds: seconds || null })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      problems.time = error.message
    }
  }
}
