/**
 * Time entries and tasks as a calendar (iCalendar, RFC 5545). The text comes in pieces, so that an export of any length
 * can be streamed: {@link icalHead}, then {@link icalEvent} and {@link icalTodo} of each row, then {@link icalTail}.
 * The same rows always give the same text: stamps are those of the row, and a calendar knows it again by its UID.
 */
import type { Task } from '@goalixa/contracts/tasks'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { fromInstantText, toInstantText } from '../calendar.ts'
import { icalLine, icalText } from './ical-lines.ts'
import { icalRule } from './ical-recurrence.ts'

/** A time entry, and the title of its task where that is known. */
export interface IcalEntry extends Pick<
  TimeEntry,
  'id' | 'description' | 'taskId' | 'project' | 'labels' | 'start' | 'end' | 'createdAt' | 'updatedAt'
> {
  readonly task?: string | null | undefined
}

export type IcalTask = Pick<
  Task,
  | 'id'
  | 'title'
  | 'description'
  | 'status'
  | 'labels'
  | 'priority'
  | 'due'
  | 'scheduled'
  | 'parentId'
  | 'recurrence'
  | 'createdAt'
  | 'updatedAt'
  | 'completedAt'
>

export const icalHead =
  'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Goalixa//Goalixa//EN\r\nCALSCALE:GREGORIAN\r\n'
export const icalTail = 'END:VCALENDAR\r\n'

/** A whole calendar at once. */
export function icalOf(
  rows: { readonly entries?: Iterable<IcalEntry>; readonly tasks?: Iterable<IcalTask> } = {},
): string {
  const events = [...(rows.entries ?? [])].map(icalEvent)
  const todos = [...(rows.tasks ?? [])].map(icalTodo)
  return [icalHead, ...events, ...todos, icalTail].join('')
}

/** The VEVENT of an entry; empty for the running one, which has no end yet, and for those without times. */
export function icalEvent(entry: IcalEntry): string {
  if (entry.start === null || entry.end === null) return ''
  const start = utc(entry.start)
  const end = utc(entry.end)
  const name = [entry.description, entry.task, entry.project].find((text) => text?.trim())
  return block('VEVENT', [
    ...stamps(entry),
    ['DTSTART', start],
    // An end must come after the start: an event without one ends where it starts.
    ...optional('DTEND', end > start ? end : undefined),
    ['SUMMARY', icalText(name ?? 'Tracked time')],
    ...optional('DESCRIPTION', entry.project === null ? undefined : icalText(`Project: ${entry.project}`)),
    ...categories(entry.labels),
    ...optional('RELATED-TO', entry.taskId === null ? undefined : uid(entry.taskId)),
    // Tracked time says what was, and keeps no time free or busy.
    ['TRANSP', 'TRANSPARENT'],
  ])
}

const priorities = { high: '1', medium: '5', low: '9', none: undefined }

/** The VTODO of a task. */
export function icalTodo(task: IcalTask): string {
  return block('VTODO', [
    ...stamps(task),
    ['SUMMARY', icalText(task.title)],
    ...optional('DESCRIPTION', task.description === '' ? undefined : icalText(task.description)),
    ...times(task),
    ...categories(task.labels),
    ...optional('PRIORITY', priorities[task.priority]),
    ...optional('RELATED-TO', task.parentId === null ? undefined : uid(task.parentId)),
    ...progress(task),
  ])
}

type Property = readonly [name: string, value: string]

const block = (name: string, properties: readonly Property[]): string =>
  `BEGIN:${name}\r\n${properties.map(([key, value]) => icalLine(key, value)).join('')}END:${name}\r\n`

const optional = (name: string, value: string | undefined): Property[] =>
  value === undefined ? [] : [[name, value]]

const uid = (id: string): string => `${id}@goalixa`

const stamps = (row: { id: string; createdAt: string; updatedAt: string }): Property[] => [
  ['UID', uid(row.id)],
  ['DTSTAMP', utc(row.updatedAt)],
  ['CREATED', utc(row.createdAt)],
  ['LAST-MODIFIED', utc(row.updatedAt)],
]

const categories = (labels: readonly string[]): Property[] =>
  optional('CATEGORIES', labels.length === 0 ? undefined : labels.map(icalText).join(','))

function progress({ status, completedAt }: IcalTask): Property[] {
  if (status === 'open') return [['STATUS', 'NEEDS-ACTION']]
  if (status === 'archived' && completedAt === null) return [['STATUS', 'CANCELLED']]
  return [
    ['STATUS', 'COMPLETED'],
    ...optional('COMPLETED', completedAt === null ? undefined : utc(completedAt)),
    ['PERCENT-COMPLETE', '100'],
  ]
}

/**
 * When it begins and when it is due. A calendar wants both to be days or both to be instants, and DUE after DTSTART;
 * where that is not so, the due time counts. A rule repeats DTSTART: without a beginning, the due time is it.
 */
function times({ scheduled, due, recurrence }: IcalTask): Property[] {
  const [begin, end] = [moment(scheduled), moment(due)]
  const fit = begin !== undefined && end !== undefined && isDay(begin) === isDay(end) && begin < end
  const start = fit || end === undefined ? begin : recurrence === null ? undefined : end
  const rule = recurrence === null || start === undefined ? undefined : icalRule(recurrence, start)
  return [
    ...optional(`DTSTART${typeOf(start)}`, start),
    ...(end === undefined ? [] : start === end ? wholeDay(end) : optional(`DUE${typeOf(end)}`, end)),
    ...optional('RRULE', rule),
  ]
}

/** Due at the end of the day on which it begins; an instant is over as it begins. */
const wholeDay = (day: string): Property[] => (isDay(day) ? [['DURATION', 'P1D']] : [])

const isDay = (value: string): boolean => !value.includes('T')
const typeOf = (value: string | undefined): string =>
  value !== undefined && isDay(value) ? ';VALUE=DATE' : ''

const moment = (text: string | null): string | undefined =>
  text === null ? undefined : text.includes('T') ? utc(text) : text.replaceAll('-', '')

const plainUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

/** `2026-03-02T09:00:00Z` as `20260302T090000Z`. */
const utc = (instant: string): string =>
  (plainUtc.test(instant) ? instant : toInstantText(fromInstantText(instant))).replace(/[-:]/g, '')
