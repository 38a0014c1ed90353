/** Surgery on time entries: each is one change, applied whole and undone whole. */
import type {
  TimeEntryFill,
  TimeEntryJoin,
  TimeEntryMove,
  TimeEntryResize,
  TimeEntrySplit,
} from '@goalixa/contracts/time-entries-surgery'
import { AppError } from '@goalixa/contracts/errors'
import { fromInstantText, toInstantText } from '../calendar.ts'
import { daysOf, filledStretch, movedStretch, resizedStretch } from '../entry-spans.ts'
import type { JoinPlan } from '../joins.ts'
import { planJoin } from '../joins.ts'
import { spanOf } from '../one-running-timer.ts'
import type { OverlapPolicy } from '@goalixa/contracts/time-entries'
import type { Stretch } from '../overlap-policies.ts'
import type { Row } from '../rows.ts'
import { membersOf } from '../rows.ts'
import type { Cuts } from '../splits.ts'
import { splitStretch } from '../splits.ts'
import { refuseUntimed } from '../untimed.ts'
import { copied, makeWay } from './overlaps.ts'
import { requireEntry, updateEntry } from './time-entries.ts'
import type { Draft, NewId, Values, View } from './view.ts'
import { said, secondsOf } from './view.ts'

/**
 * Divides an entry; each part says all that it said. Answers the ids of the parts, earliest first: the part that runs
 * keeps the id, else the first.
 * @throws AppError `time_entries.not_found`, `time_entries.untimed`, `time_entries.outside`, `time_entries.too_short`
 */
export async function splitEntry(
  view: View,
  draft: Draft,
  id: string,
  input: TimeEntrySplit,
  newId: NewId,
): Promise<string[]> {
  const row = await requireTimed(view, id, 'split')
  const { zone, ...stretch } = spanOf(row)
  const parts = splitStretch(stretch, cutsOf(input), secondsOf(draft))
  const kept = stretch.end === null ? parts.at(-1) : parts[0]
  return parts.map((part) => {
    const partId = part === kept ? id : newId()
    draft.patch('timeEntries', partId, {
      ...(part === kept ? {} : copied(row)),
      span: { ...part, zone },
    })
    return partId
  })
}

/** In epoch seconds, what a request says in instants. */
export function cutsOf(input: TimeEntrySplit): Cuts {
  if (input.at !== undefined) return { at: input.at.map(fromInstantText) }
  if (input.ratio !== undefined) return { ratio: input.ratio }
  const { start, end } = input.break!
  return { break: { start: fromInstantText(start), end: fromInstantText(end) } }
}

/**
 * Makes one entry of several; the others go to the trash. It says what the earliest said, and has the labels of all.
 * @throws AppError `time_entries.not_found`, `time_entries.untimed`, `time_entries.gap`, `time_entries.running`, `time_entries.overlap`
 */
export async function joinEntries(
  view: View,
  draft: Draft,
  { ids, fillGaps = false, overlap }: TimeEntryJoin,
  newId: NewId,
): Promise<JoinPlan> {
  const rows = await Promise.all(ids.map((id) => requireTimed(view, id, 'joined')))
  const placed = rows.map((row) => ({
    id: row.id,
    description: said(row, 'description') as string,
    ...spanOf(row),
  }))
  const plan = planJoin(placed, fillGaps, secondsOf(draft))
  const byId = new Map(rows.map((row) => [row.id, row]))
  const first = byId.get(plan.first)!
  await makeWay(view, draft, { policy: overlap, span: plan.span, except: ids }, newId)
  // The one that ran ends before another begins to run.
  for (const id of plan.removed) draft.patch('timeEntries', id, { deleted: true })
  const labels = rows.flatMap((row) => membersOf(row.regs, 'label'))
  draft.patch('timeEntries', plan.kept, {
    ...(plan.kept === plan.first ? {} : words(first)),
    ...Object.fromEntries(labels.map((id) => [`label:${id}`, true])),
    span: { ...plan.span, zone: spanOf(first).zone },
  })
  return plan
}

const words = (row: Row): Values =>
  Object.fromEntries(
    ['description', 'taskId', 'projectId', 'billable'].map((register) => [register, said(row, register)]),
  )

/** @throws AppError `time_entries.untimed`, and as `updateEntry` */
export async function moveEntry(
  view: View,
  draft: Draft,
  id: string,
  { start, overlap }: TimeEntryMove,
  newId: NewId,
): Promise<void> {
  const row = await requireTimed(view, id, 'moved to a time')
  await placeEntry(view, draft, id, movedStretch(spanOf(row), fromInstantText(start)), overlap, newId)
}

/** @throws AppError `time_entries.untimed`, `time_entries.running`, `time_entries.too_short`, and as `updateEntry` */
export async function resizeEntry(
  view: View,
  draft: Draft,
  id: string,
  { durationSeconds, bySeconds = 0, edge = 'end', overlap }: TimeEntryResize,
  newId: NewId,
): Promise<void> {
  const row = await requireTimed(view, id, 'resized')
  const length = durationSeconds === undefined ? { bySeconds } : { durationSeconds }
  await placeEntry(view, draft, id, resizedStretch(spanOf(row), length, edge), overlap, newId)
}

/** @throws AppError `time_entries.not_found`, `time_entries.untimed`, `time_entries.nothing_to_fill` */
export async function fillEntry(
  view: View,
  draft: Draft,
  id: string,
  { edge, zone: given }: TimeEntryFill,
  newId: NewId,
): Promise<void> {
  const row = await requireTimed(view, id, 'filled up')
  const span = spanOf(row)
  const zone = given ?? span.zone
  const { from, to } = daysOf(span, zone)
  const others = (await view.entriesTouching(from, to)).filter((other) => other.id !== id).map(spanOf)
  const edges = edge === undefined ? (['start', 'end'] as const) : [edge]
  const filled = filledStretch(span, others, { edges, zone, asOf: secondsOf(draft) })
  // It ends where the others begin: what overlaps it did so before.
  await placeEntry(view, draft, id, filled, 'allow', newId)
}

/** @throws AppError `time_entries.not_found`, `time_entries.untimed` */
async function requireTimed(view: View, id: string, what: string): Promise<Row> {
  const row = await requireEntry(view, id)
  refuseUntimed(row, what)
  return row
}

async function placeEntry(
  view: View,
  draft: Draft,
  id: string,
  { start, end }: Stretch,
  overlap: OverlapPolicy | undefined,
  newId: NewId,
): Promise<void> {
  for (const instant of [start, end ?? start]) requireKnown(instant)
  const span = { start: toInstantText(start), end: end === null ? null : toInstantText(end) }
  await updateEntry(view, draft, id, { ...span, overlap }, newId)
}

/** A length can reach beyond the years that a request could name. */
function requireKnown(instant: number): void {
  if (instant >= firstInstant && instant < endOfInstants) return
  const message = 'it would lie outside the years 1900 to 9999'
  throw new AppError('request.invalid', message, { fields: [{ path: 'body', message }] })
}
const firstInstant = fromInstantText('1900-01-01T00:00:00Z')
const endOfInstants = fromInstantText('9999-12-31T23:59:59Z') + 1
