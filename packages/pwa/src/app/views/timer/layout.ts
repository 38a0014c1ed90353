/** Where entries stand in a day: in hours since it began, so that days of 23 and 25 hours are right, in lanes. */
import type { Bucket } from '@goalixa/domain/calendar'

export interface Lasting {
  readonly id: string
  /** Epoch seconds. */
  readonly start: number
  /** Null while it runs. */
  readonly end: number | null
}

export interface Block {
  readonly id: string
  /** Hours since the beginning of the day. */
  readonly from: number
  readonly to: number
  readonly lane: number
  readonly lanes: number
}

const hourSeconds = 3600
/** A shorter one is drawn as long as this, so it is in the way of others for as long. */
const leastSeconds = 1800

/** The parts of entries that lie in a day, earliest first; those that overlap stand side by side. */
export function layOut(
  entries: readonly Lasting[],
  day: Pick<Bucket, 'start' | 'end'>,
  now: number,
): Block[] {
  const parts = entries
    .map(({ id, start, end }) => ({
      id,
      start: Math.max(start, day.start),
      end: Math.min(end ?? Math.max(now, start), day.end),
      touches: start < day.end && (end ?? Math.max(now, start + 1)) > day.start,
    }))
    .filter(({ touches }) => touches)
    .toSorted((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1))
  const blocks: Block[] = []
  let group: { part: (typeof parts)[number]; lane: number }[] = []
  let lanes: number[] = []
  const close = () => {
    for (const { part, lane } of group)
      blocks.push({
        id: part.id,
        from: (part.start - day.start) / hourSeconds,
        to: (part.end - day.start) / hourSeconds,
        lane,
        lanes: lanes.length,
      })
    group = []
    lanes = []
  }
  for (const part of parts) {
    if (lanes.every((until) => until <= part.start)) close()
    const free = lanes.findIndex((until) => until <= part.start)
    const lane = free === -1 ? lanes.length : free
    lanes[lane] = Math.max(part.end, part.start + leastSeconds)
    group.push({ part, lane })
  }
  close()
  return blocks
}

/** Epoch seconds, to the nearest five minutes of the day and within it. */
export function snapped(seconds: number, day: Pick<Bucket, 'start' | 'end'>): number {
  const step = 300
  const at = day.start + Math.round((seconds - day.start) / step) * step
  return Math.min(Math.max(at, day.start), day.end)
}
