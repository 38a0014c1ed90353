/** What the address says of a report: all of it, so that a report can be kept, shared and gone back to. */
import { reportGroupings } from '@goalixa/contracts/report-groupings'
import type { ReportBy } from '@goalixa/contracts/reports'
import { firstDayOf } from '@goalixa/domain/periods'
import { daysBefore } from '@goalixa/domain/report-comparison'
import { parseDays } from '@goalixa/domain/report-days'
import type { Days } from '@goalixa/domain/report-days'
import type { Place } from '../../../bridge/paths.ts'
import { isDate } from '../../parts/is-date.ts'
import { addDays, weekStart, zone } from '../../store/dates.ts'

export const forms = ['summary', 'detailed', 'weekly', 'hours', 'goals', 'habits'] as const
export type Form = (typeof forms)[number]

/** As the terminal takes them; the words for people are in the catalogue. */
export const presets = [
  'today',
  'yesterday',
  'week',
  'last week',
  'last 7 days',
  'last 30 days',
  'month',
  'last month',
  'quarter',
  'year',
  'last year',
] as const

export interface State {
  readonly form: Form
  /** `last week`, `2026-W10`: whatever `goalixa report` reads. Not looked at when `chosen` says which days. */
  readonly days: string
  readonly chosen: Days | undefined
  readonly by: ReportBy
  readonly filter: string
  readonly isCompared: boolean
  /** Undefined: as the settings say. */
  readonly zone: string | undefined
  readonly weekStart: number | undefined
  /** Whatever rounding the settings ask for. */
  readonly isExact: boolean
}

const isZone = (text: string | null): text is string => {
  try {
    return text !== null && Temporal.PlainDate.from('2026-01-01').toZonedDateTime(text) !== undefined
  } catch {
    return false
  }
}

export function stateOf({ query }: Pick<Place, 'query'>): State {
  const one = (name: string) => query.get(name)
  const [from, to] = [one('from'), one('to')]
  const asked = Number(one('week'))
  return {
    form: forms.find((form) => form === one('form')) ?? 'summary',
    days: one('days') ?? 'week',
    chosen: isDate(from) && isDate(to) && from < to ? { from, to } : undefined,
    by: reportGroupings.find((by) => by === one('by')) ?? 'project',
    filter: one('filter') ?? '',
    isCompared: one('compare') === 'true',
    zone: isZone(one('zone')) ? one('zone')! : undefined,
    weekStart: Number.isInteger(asked) && asked >= 1 && asked <= 7 ? asked : undefined,
    isExact: one('round') === 'none',
  }
}

/** What is as usual is left out. */
export function pathOf(state: State): string {
  const query = new URLSearchParams({
    ...(state.form === 'summary' ? {} : { form: state.form }),
    ...(state.chosen ?? (state.days === 'week' ? {} : { days: state.days })),
    ...(state.by === 'project' ? {} : { by: state.by }),
    ...(state.filter === '' ? {} : { filter: state.filter }),
    ...(state.isCompared ? { compare: 'true' } : {}),
    ...(state.zone === undefined ? {} : { zone: state.zone }),
    ...(state.weekStart === undefined ? {} : { week: String(state.weekStart) }),
    ...(state.isExact ? { round: 'none' } : {}),
  })
    .toString()
    .replaceAll('*', '%2A')
  return query === '' ? '/reports' : `/reports?${query}`
}

export const ruleOf = (state: Pick<State, 'zone' | 'weekStart'>) => ({
  zone: state.zone ?? zone(),
  weekStart: state.weekStart ?? weekStart(),
})

/** @throws AppError `input.range`, `input.date` for words in the address that are no days */
export function daysOf(state: State, nowMs: number): Days {
  if (state.chosen !== undefined) return state.chosen
  return parseDays(state.days, { ...ruleOf(state), now: Math.floor(nowMs / 1000) })
}

/** As long, right before or after; of whole months, as many months. */
export const moved = (days: Days, by: -1 | 1): Days => (by === 1 ? daysAfter(days) : daysBefore(days))

/** What `daysBefore` goes back from: of whole months as many months, else as many days. */
function daysAfter({ from, to }: Days): Days {
  const [first, end] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)]
  const isWholeMonths = first.day === 1 && end.day === 1
  const length = first.until(end, { largestUnit: isWholeMonths ? 'months' : 'days' })
  return { from: to, to: end.add(length).toString() }
}

const gridDays = 7

/** Another form of the same days; a grid holds one week at most, so it begins with the last of them. */
export function inForm(state: State, form: Form, days: Days | undefined): State {
  const isCalendar = state.by === 'day' || state.by === 'week' || state.by === 'month'
  if (form !== 'weekly') return { ...state, form }
  const by = isCalendar ? 'project' : state.by
  if (days === undefined || days.to <= addDays(days.from, gridDays)) return { ...state, form, by }
  const last = Temporal.PlainDate.from(days.to).subtract({ days: 1 })
  const first = firstDayOf('week', last, ruleOf(state).weekStart)
  return {
    ...state,
    form,
    by,
    chosen: { from: first.toString(), to: first.add({ days: gridDays }).toString() },
  }
}
