/** Words for reminders: when each comes, and what is due. */
import type { Reminder } from '@goalixa/contracts/reminders'
import type { Page } from '../store.ts'
import { shortId } from './ids.ts'
import { safeLine, safeText } from './safe-text.ts'
import { pad, table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { clockText, dayText, momentText, weekdayText } from './times.ts'

type Paper = Pick<Terminal, 'paint' | 'width'>

const weekdays = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** `Mon 2026-03-02 09:00` in the zone that the person looks from. */
const whenText = (instant: string | null, zone: string): string =>
  instant === null ? '' : `${weekdayText(dayText(instant, zone))} ${clockText(instant, zone)}`

function repeatText({ repeat, days, date }: Reminder): string {
  if (repeat === 'none') return 'once'
  if (repeat === 'weekly') return days.map((day) => weekdays[day]).join(', ')
  return repeat === 'monthly' ? `monthly on the ${Number(date.slice(8))}.` : repeat
}

export function reminderLine(did: string, reminder: Reminder, zone: string): string {
  const next = reminder.nextAt ?? reminder.dueAt
  const when = next === null ? '' : ` · ${whenText(next, zone)}`
  const again = reminder.repeat === 'none' ? '' : `, ${repeatText(reminder)}`
  return `${did} "${safeLine(reminder.title)}"${when}${again}  (${shortId(reminder.id)})`
}

export function reminderTable({ items }: Page<Reminder>, zone: string, terminal: Paper): string {
  if (items.length === 0) return 'No reminders.'
  const rows = items.map((reminder) => [
    shortId(reminder.id),
    reminder.status,
    whenText(reminder.dueAt ?? reminder.nextAt, zone),
    repeatText(reminder),
    reminder.title,
  ])
  return table(
    [
      { head: 'ID' },
      { head: 'STATUS' },
      { head: 'WHEN' },
      { head: 'REPEAT' },
      { head: 'TITLE', flexible: true },
    ],
    rows,
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}

export function reminderWords(reminder: Reminder, zone: string, terminal: Paper): string {
  const moment = (instant: string | null) => (instant === null ? null : momentText(instant, zone))
  const facts: [string, string | null][] = [
    ['status', reminder.status],
    ['time', `${reminder.time} from ${weekdayText(reminder.date)}, ${reminder.zone}`],
    ['repeat', repeatText(reminder)],
    ['due', moment(reminder.dueAt)],
    ['next', moment(reminder.nextAt)],
    ['last told', moment(reminder.lastFiredAt)],
    ['priority', reminder.priority === 'none' ? null : reminder.priority],
    ['task', reminder.task],
    ['channels', reminder.channels.join(', ') || 'none'],
    ['id', reminder.id],
  ]
  return [
    terminal.paint('bold', safeLine(reminder.title)),
    ...(reminder.notes === '' ? [] : [safeText(reminder.notes)]),
    ...facts.flatMap(([name, value]) => (value === null ? [] : [`${pad(`${name}:`, 11)}${safeLine(value)}`])),
  ].join('\n')
}

/** `1 reminder due: call Ada`, or nothing. Only those that the terminal may show. */
export function dueLine(due: readonly Reminder[]): string {
  const titles = due
    .filter(({ channels }) => channels.includes('terminal'))
    .map(({ title }) => safeLine(title))
  if (titles.length === 0) return ''
  const shown = titles.slice(0, 3).join(', ')
  const more = titles.length > 3 ? ` and ${titles.length - 3} more` : ''
  return `${titles.length} ${titles.length === 1 ? 'reminder' : 'reminders'} due: ${shown}${more}`
}
