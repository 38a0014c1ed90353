/** Fields of rows and their values, as people write them. */
import { HabitFrequency } from '@goalixa/contracts/habit-days'
import { formatDuration } from '@goalixa/domain/durations'
import { formatFrequency } from '@goalixa/domain/habit-frequency'
import { safeLine } from './safe-text.ts'
import { momentText, spanText, weekdayText } from './times.ts'

const names: Readonly<Record<string, string>> = {
  dependsOn: 'depends on',
  completedAt: 'completion',
  waitUntil: 'wait until',
  expiresAt: 'expiry',
  estimateSeconds: 'estimate',
  targetSeconds: 'target',
  targetAmount: 'amount',
  autoSeconds: 'tracked time',
  timeOfDay: 'time of day',
  seconds: 'target',
  targetDate: 'target day',
  billableDefault: 'billable by default',
  weekStart: 'first day of the week',
  zone: 'time zone',
  idleThresholdSeconds: 'idle threshold',
  overlap: 'overlap policy',
  colour: 'colour',
}
const typed = new Set(['text', 'title', 'description', 'name', 'notes', 'unit', 'query'])
const durations = new Set([
  'estimateSeconds',
  'targetSeconds',
  'idleThresholdSeconds',
  'autoSeconds',
  'seconds',
])
const weekdays = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** `project`; of a membership with what it is about: `label +deep`. */
export function fieldWords({ field, of }: { readonly field: string; readonly of: string | null }): string {
  const name = names[field] ?? safeLine(field)
  if (of === null) return name
  return field === 'label' ? `label +${safeLine(of)}` : `${name} "${safeLine(of)}"`
}

/** `value` as the documents have it; spans and moments are shown in `zone`. */
export function valueWords(field: string, value: unknown, zone: string): string {
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (isSpan(field, value))
    return value.end === null
      ? `${momentText(value.start, zone)}, running`
      : spanText(value.start, value.end, zone)
  if (durations.has(field) && typeof value === 'number') return formatDuration(value)
  if (field === 'weekStart' && typeof value === 'number') return weekdays[value] ?? String(value)
  if (field === 'schedule' && isShape(value, 'date', 'time', 'repeat')) return scheduleWords(value)
  if (field === 'frequency' && isShape(value, 'kind')) return frequencyWords(value)
  if (isShape(value, 'date', 'durationSeconds'))
    return `${formatDuration(Number(value['durationSeconds']))} on ${weekdayText(String(value['date']))}`
  if (field === 'channels' && Array.isArray(value))
    return value.length === 0 ? 'none' : safeLine(value.join(', '))
  if (typeof value === 'string' && !typed.has(field)) {
    if (isMoment(value)) return momentText(value, zone)
    if (isDay(value)) return weekdayText(value)
  }
  if (typeof value === 'string') return value === '' ? '(empty)' : quoted(field, value)
  return safeLine(JSON.stringify(value))
}

interface SpanValue {
  readonly start: string
  readonly end: string | null
}
const isSpan = (field: string, value: unknown): value is SpanValue =>
  field === 'time' && typeof value === 'object' && value !== null && 'start' in value && 'end' in value

type Shape = Readonly<Record<string, unknown>>
const isShape = (value: unknown, ...fields: readonly string[]): value is Shape =>
  typeof value === 'object' && value !== null && fields.every((field) => field in value)

/** `09:00 from Mon 2026-03-02, Mon, Wed, Europe/Berlin`. */
function scheduleWords({ date, time, zone, repeat, days }: Shape): string {
  const named = Array.isArray(days) ? days.map((day) => weekdays[Number(day)]?.slice(0, 3)).join(', ') : ''
  const every =
    repeat === 'weekly' && named !== '' ? `weekly on ${named}` : repeat === 'none' ? 'once' : repeat
  return safeLine([`${String(time)} from ${weekdayText(String(date))}`, every, zone].join(', '))
}

/** `3/week`, as it is typed; one of a newer version stays as it is. */
function frequencyWords(value: Shape): string {
  const known = HabitFrequency.safeParse(value)
  return known.success ? formatFrequency(known.data) : safeLine(JSON.stringify(value))
}

const isMoment = (value: string): boolean => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)
const isDay = (value: string): boolean => /^\d{4}-\d\d-\d\d$/.test(value)

/** What people typed freely is quoted; names and words of our own are not. */
const quoted = (field: string, value: string): string =>
  typed.has(field) ? `"${safeLine(value)}"` : safeLine(value)
