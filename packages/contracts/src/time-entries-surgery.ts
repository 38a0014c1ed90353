/** Surgery on the spans of time entries: split, join, move, resize, fill; and the gaps between them. */
import * as z from 'zod'
import { CivilDate, Id, Instant, Zone } from './primitives.ts'
import { route } from './route.ts'
import { OverlapPolicy, TimedEntry } from './time-entries.ts'

const oneOf = (names: readonly string[]) => (input: object) =>
  names.filter((name) => (input as Record<string, unknown>)[name] !== undefined).length === 1

/** Exactly one way to divide an entry. */
export const TimeEntrySplit = z
  .strictObject({
    /** At these moments, within the entry. */
    at: z.array(Instant).min(1).max(49).optional(),
    /** In proportion: `[1, 2, 1]` is a quarter, a half, a quarter, in whole seconds. */
    ratio: z.array(z.int().min(1).max(1000)).min(2).max(50).optional(),
    /** Around a break within the entry, which belongs to neither part. */
    break: z.strictObject({ start: Instant, end: Instant }).optional(),
  })
  .refine(oneOf(['at', 'ratio', 'break']), 'give one of at, ratio and break')
export type TimeEntrySplit = z.output<typeof TimeEntrySplit>

/** The parts, earliest first. Each says what the entry said. */
export const SplitTimeEntry = z.object({ items: z.array(TimedEntry) })
export type SplitTimeEntry = z.infer<typeof SplitTimeEntry>

export const TimeEntryJoin = z.strictObject({
  ids: z
    .array(Id)
    .min(2)
    .max(50)
    .refine((ids) => new Set(ids).size === ids.length, 'an entry is named twice'),
  /** The time between them becomes part of the entry; without it, such time is refused. */
  fillGaps: z.boolean().optional(),
  overlap: OverlapPolicy.optional(),
})
export type TimeEntryJoin = z.output<typeof TimeEntryJoin>

/** The entry that the others became: text, project, task and zone of the earliest, labels of all. */
export const JoinedTimeEntry = TimedEntry.extend({
  /** Those that went to the trash. */
  removed: z.array(Id),
  /** Time between them that is part of the entry now. */
  filledSeconds: z.int(),
  /** Time that several of them had, and that counts once now. */
  overlapSeconds: z.int(),
})
export type JoinedTimeEntry = z.infer<typeof JoinedTimeEntry>

/** The length stays; an entry that runs began then, and runs on. */
export const TimeEntryMove = z.strictObject({ start: Instant, overlap: OverlapPolicy.optional() })
export type TimeEntryMove = z.output<typeof TimeEntryMove>

const Edge = z.enum(['start', 'end'])
const mostSeconds = 1_000_000_000

/** Either a length, or how much longer (shorter when negative). */
export const TimeEntryResize = z
  .strictObject({
    durationSeconds: z.int().min(0).max(mostSeconds).optional(),
    bySeconds: z.int().min(-mostSeconds).max(mostSeconds).optional(),
    /** The edge that moves; the end unless said. */
    edge: Edge.optional(),
    overlap: OverlapPolicy.optional(),
  })
  .refine(oneOf(['durationSeconds', 'bySeconds']), 'give one of durationSeconds and bySeconds')
export type TimeEntryResize = z.output<typeof TimeEntryResize>

export const TimeEntryFill = z.strictObject({
  /** The edge that moves; both unless said. */
  edge: Edge.optional(),
  /** Neighbours are those of its days in this zone; in the zone it was recorded in unless said. */
  zone: Zone.optional(),
})
export type TimeEntryFill = z.output<typeof TimeEntryFill>

const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'write a time such as 09:00')

const GapQuery = z
  .strictObject({
    /** The first day. */
    from: CivilDate,
    /** The day after the last. */
    to: CivilDate,
    /** The zone of the settings unless said. */
    zone: Zone.optional(),
    /** Working hours; without them a day lasts from its first entry to its last. Only together. */
    hoursFrom: TimeOfDay.optional(),
    hoursTo: z.union([TimeOfDay, z.literal('24:00')]).optional(),
    /** Shorter gaps are left out; 60 unless said. */
    minSeconds: z.coerce.number().int().min(1).max(86_400).default(60),
  })
  .refine(({ from, to }) => to > from, { path: ['to'], message: 'it must be after from' })
  .refine(({ hoursFrom, hoursTo }) => (hoursFrom === undefined) === (hoursTo === undefined), {
    path: ['hoursTo'],
    message: 'give both hoursFrom and hoursTo, or neither',
  })
  .refine(({ hoursFrom = '', hoursTo = 'x' }) => hoursTo > hoursFrom, {
    path: ['hoursTo'],
    message: 'it must be after hoursFrom',
  })
export type GapQuery = z.output<typeof GapQuery>

const TimeEntryGap = z.object({
  /** The day it is on. */
  date: CivilDate,
  start: Instant,
  end: Instant,
  durationSeconds: z.int(),
})

/** Time that no entry holds, up to now, earliest first. */
export const TimeEntryGaps = z.object({
  from: CivilDate,
  to: CivilDate,
  zone: z.string(),
  totalSeconds: z.int(),
  items: z.array(TimeEntryGap),
})
export type TimeEntryGaps = z.infer<typeof TimeEntryGaps>

const write = { method: 'POST', access: 'user', scope: 'time-entries:write', perProject: true } as const
const params = z.object({ id: Id })

/** In front of those with an id alone: `gaps` and `join` are no ids. */
export const entrySurgeryRoutes = {
  gaps: route({
    method: 'GET',
    path: '/v1/time-entries/gaps',
    summary: 'Time between time entries',
    access: 'user',
    scope: 'time-entries:read',
    perProject: true,
    query: GapQuery,
    response: TimeEntryGaps,
  }),
  join: route({
    ...write,
    path: '/v1/time-entries/join',
    summary: 'Make one time entry of several',
    body: TimeEntryJoin,
    response: JoinedTimeEntry,
  }),
  split: route({
    ...write,
    path: '/v1/time-entries/{id}/split',
    summary: 'Divide a time entry',
    params,
    body: TimeEntrySplit,
    response: SplitTimeEntry,
  }),
  move: route({
    ...write,
    path: '/v1/time-entries/{id}/move',
    summary: 'Move a time entry to another start',
    params,
    body: TimeEntryMove,
    response: TimedEntry,
  }),
  resize: route({
    ...write,
    path: '/v1/time-entries/{id}/resize',
    summary: 'Make a time entry longer or shorter',
    params,
    body: TimeEntryResize,
    response: TimedEntry,
  }),
  fill: route({
    ...write,
    path: '/v1/time-entries/{id}/fill',
    summary: 'Extend a time entry to its neighbours',
    params,
    body: TimeEntryFill,
    response: TimedEntry,
  }),
}
