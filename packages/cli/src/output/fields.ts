/** Fields of rows and their values, as people write them. */
import { formatDuration } from '@goalixa/domain/durations'
import { safeLine } from './safe-text.ts'
import { momentText, spanText } from './times.ts'

const names: Readonly<Record<string, string>> = {
  dependsOn: 'depends on',
  completedAt: 'completion',
  waitUntil: 'wait until',
  expiresAt: 'expiry',
  estimateSeconds: 'estimate',
  targetSeconds: 'target',
  billableDefault: 'billable by default',
  weekStart: 'first day of the week',
  zone: 'time zone',
  colour: 'colour',
}
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
  if (['estimateSeconds', 'targetSeconds'].includes(field) && typeof value === 'number')
    return formatDuration(value)
  if (field === 'weekStart' && typeof value === 'number') return weekdays[value] ?? String(value)
  if (typeof value === 'string') return value === '' ? '(empty)' : quoted(field, value)
  return safeLine(JSON.stringify(value))
}

interface SpanValue {
  readonly start: string
  readonly end: string | null
}
const isSpan = (field: string, value: unknown): value is SpanValue =>
  field === 'time' && typeof value === 'object' && value !== null && 'start' in value && 'end' in value

/** What people typed freely is quoted; names and words of our own are not. */
const quoted = (field: string, value: string): string =>
  ['text', 'title', 'description', 'name'].includes(field) ? `"${safeLine(value)}"` : safeLine(value)
