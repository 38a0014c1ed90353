/**
 * Time that a machine slept while a timer ran, found between two commands. Its counters tell for how long it slept, and
 * not when: what is left out is therefore put at the end, as if it had woken up just before the later command.
 */

/** Read at one moment, all in seconds, parts of them too. */
export interface Clocks {
  /** Since 1970. */
  readonly wall: number
  /** Since the machine was started, asleep or not. */
  readonly boot: number
  /** The same without the time asleep. */
  readonly awake: number
}

/** Epoch seconds, but for `seconds`. */
export interface SleepGap {
  /** How long it slept within the entry, at least. */
  readonly seconds: number
  /** Between which moments. */
  readonly from: number
  readonly to: number
  /** What to leave out of the entry: whole minutes within it, at the end of that time. */
  readonly start: number
  readonly end: number
}

/** A clock that is set right by so little is no other start of the machine. */
const setRightSeconds = 30

/** Seconds asleep between two moments; 0 where the machine was started anew, or its clock was set. */
export function sleptSeconds(before: Clocks, now: Clocks): number {
  const [wall, boot, awake] = [now.wall - before.wall, now.boot - before.boot, now.awake - before.awake]
  if (boot < 0 || awake < 0 || Math.abs(wall - boot) > setRightSeconds) return 0
  return Math.max(0, Math.round(boot - awake))
}

/** Null when it slept less than the threshold, or may have slept outside the entry. */
export function sleepGapOf(
  before: Clocks,
  now: Clocks,
  entry: { readonly start: number; readonly end: number | null },
  thresholdSeconds: number,
): SleepGap | null {
  const [earlier, later] = [Math.ceil(before.wall), Math.floor(now.wall)]
  const from = Math.max(earlier, entry.start)
  const to = Math.min(later, entry.end ?? later)
  const outside = from - earlier + (later - to)
  const seconds = sleptSeconds(before, now) - outside
  if (seconds < thresholdSeconds) return null
  const end = Math.floor(to / 60) * 60
  const start = Math.max(Math.ceil((end - seconds) / 60), Math.ceil((entry.start + 1) / 60)) * 60
  return start < end ? { seconds, from, to, start, end } : null
}
