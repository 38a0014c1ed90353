/** Time that nobody was there while a timer ran. */

/** Epoch seconds, whole. */
export interface IdleGap {
  readonly start: number
  readonly end: number
}

/**
 * What of the running entry nobody was there for; null below the threshold. It leaves a second of work on both sides, so
 * that the entry can be divided around it.
 * @param lastSeenMs epoch milliseconds at which somebody was there last
 * @param nowMs somebody is there again
 * @param entryStart epoch seconds
 */
export function idleGapOf(
  lastSeenMs: number,
  nowMs: number,
  entryStart: number,
  thresholdSeconds: number,
): IdleGap | null {
  const start = Math.max(Math.ceil(lastSeenMs / 1000), entryStart + 1)
  const end = Math.floor(nowMs / 1000) - 1
  return end - start + 1 < thresholdSeconds ? null : { start, end }
}
