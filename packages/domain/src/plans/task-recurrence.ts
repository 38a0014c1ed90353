/** The occurrence that follows a recurring task: made when the task is completed, taken away when it is opened again. */
import { AppError } from '@goalixa/contracts/errors'
import { plainDate, fromInstantText, toInstantText, zoned } from '../calendar.ts'
import { isAfterEnd, nextOccurrence } from '../next-occurrence.ts'
import type { RecurrenceMode } from '../recurrence.ts'
import { readRule, ruleText } from '../recurrence.ts'
import type { Json, Row } from '../rows.ts'
import { membersOf, sameValue } from '../rows.ts'
import { nextTaskId } from '../task-ids.ts'
import type { Draft, Values, View } from './view.ts'
import { findRow, isLive, said, secondsOf } from './view.ts'

/** What the next occurrence has as the one before it had it. */
const kept = [
  'title',
  'description',
  'projectId',
  'priority',
  'estimateSeconds',
  'parentId',
  'order',
] as const
const moving = ['due', 'scheduled', 'waitUntil', 'expiresAt'] as const

/** @throws AppError `request.invalid` for a rule that cannot be read, or by which the task never comes back */
export async function refuseBadRule(view: View, row: Row): Promise<void> {
  const text = said(row, 'recurrence')
  if (typeof text !== 'string') return
  const rule = readRule(text)
  if ('problem' in rule) throw refusal(rule.problem)
  const at = (said(row, 'due') ?? said(row, 'scheduled')) as string | null
  if (at === null) return
  const zone = await zoneOf(view, row)
  if (isAfterEnd(at, rule.until, zone)) throw refusal('it ends before the task is due')
  const endless = { ...rule, until: null, count: null }
  if (nextOccurrence(endless, at, { zone }) === undefined) throw refusal('by this rule it never comes back')
}

/** Makes the occurrence after a task that is done at `completedAt` (epoch seconds). One that is there already stays as it is. */
export async function makeNext(view: View, draft: Draft, row: Row, completedAt: number): Promise<void> {
  const values = await nextValues(view, row, completedAt)
  if (values === undefined) return
  const id = nextTaskId(view.userId, row.id)
  const here = await findRow(view, 'tasks', id)
  if (isLive(here)) return
  draft.patch('tasks', id, {
    createdAt: here === undefined ? secondsOf(draft) : undefined,
    deleted: here === undefined ? undefined : false,
    ...values,
  })
}

/** Moves the occurrence after a task that is open again to the trash, unless somebody did something with it. */
export async function removeNext(view: View, draft: Draft, row: Row): Promise<void> {
  const { completedAt } = said(row, 'status') as { readonly completedAt: number | null }
  if (completedAt === null) return
  const values = await nextValues(view, row, completedAt)
  const next = values && (await findRow(view, 'tasks', nextTaskId(view.userId, row.id)))
  if (!isLive(next) || !(await isUntouched(view, next, values!, secondsOf(draft)))) return
  draft.patch('tasks', next.id, { deleted: true })
}

async function isUntouched(view: View, next: Row, made: Values, now: number): Promise<boolean> {
  const { status } = said(next, 'status') as { readonly status: string }
  if (
    status !== 'open' ||
    !Object.entries(made).every(([register, value]) => sameValue(said(next, register), value))
  )
    return false
  const labels = Object.keys(made).filter((register) => register.startsWith('label:')).length
  if (membersOf(next.regs, 'label').length !== labels || membersOf(next.regs, 'dependsOn').length > 0)
    return false
  const entries = await view.entriesTouching(said(next, 'createdAt') as number, now + 1)
  return !entries.some((entry) => said(entry, 'taskId') === next.id)
}

/** Register values of the next occurrence; undefined when the task does not come back. */
async function nextValues(view: View, row: Row, completedAt: number): Promise<Values | undefined> {
  const text = said(row, 'recurrence')
  const rule = typeof text === 'string' ? readRule(text) : undefined
  // A newer version may know more of rules than this one.
  if (rule === undefined || 'problem' in rule) return undefined
  const zone = await zoneOf(view, row)
  const completedOn = plainDate(completedAt, zone).toString()
  const mode = said(row, 'recurrenceMode') as RecurrenceMode
  const register = said(row, 'due') === null && said(row, 'scheduled') !== null ? 'scheduled' : 'due'
  const at = (said(row, register) ?? completedOn) as string
  const next = nextOccurrence(rule, at, { zone, from: mode === 'schedule' ? undefined : completedOn })
  if (next === undefined) return undefined
  const days = dayOf(at, zone).until(dayOf(next.at, zone), { largestUnit: 'days' }).days
  return {
    ...Object.fromEntries(kept.map((name) => [name, said(row, name)])),
    ...Object.fromEntries(moving.map((name) => [name, moved(said(row, name), days, zone)])),
    [register]: next.at,
    recurrence: ruleText(next.rule),
    recurrenceMode: mode,
    recurrenceZone: said(row, 'recurrenceZone'),
    previousId: row.id,
    ...Object.fromEntries(membersOf(row.regs, 'label').map((id) => [`label:${id}`, true])),
  }
}

/** So many days later, at the same time on the clock. */
function moved(value: Json, days: number, zone: string): Json {
  if (typeof value !== 'string') return value
  if (value.length === 10) return Temporal.PlainDate.from(value).add({ days }).toString()
  return toInstantText(Math.floor(zoned(fromInstantText(value), zone).add({ days }).epochMilliseconds / 1000))
}

const dayOf = (at: string, zone: string): Temporal.PlainDate =>
  at.length === 10 ? Temporal.PlainDate.from(at) : plainDate(fromInstantText(at), zone)

/** Where its times stay the same on the clock: its own zone, or that of the settings. */
async function zoneOf(view: View, row: Row): Promise<string> {
  const own = said(row, 'recurrenceZone')
  if (typeof own === 'string') return own
  const settings = await findRow(view, 'settings', view.userId)
  const zone = settings && said(settings, 'zone')
  return typeof zone === 'string' ? zone : 'UTC'
}

function refusal(message: string): AppError {
  return new AppError('request.invalid', `recurrence: ${message}`, {
    fields: [{ path: 'recurrence', message }],
  })
}
