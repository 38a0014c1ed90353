/**
 * Hybrid logical clock: stamps that order changes of all devices by when people made them.
 * A stamp is `[wallMs, counter, clientId]`: milliseconds of the wall clock, a counter within them, and who made it.
 */
export type Stamp = readonly [wallMs: number, counter: number, clientId: string]

/** The last moment a clock has given or seen. */
export interface ClockState {
  readonly wallMs: number
  readonly counter: number
}

export const clockStart: ClockState = { wallMs: 0, counter: 0 }

/** The next moment: never behind the last one, whatever the wall clock says. */
export function tick(last: ClockState, nowMs: number): ClockState {
  return nowMs > last.wallMs
    ? { wallMs: nowMs, counter: 0 }
    : { wallMs: last.wallMs, counter: last.counter + 1 }
}

/** The clock after it has seen a stamp of somebody else. */
export function receive(last: ClockState, [wallMs, counter]: Stamp): ClockState {
  if (wallMs > last.wallMs) return { wallMs, counter }
  return wallMs === last.wallMs && counter > last.counter ? { wallMs, counter } : last
}

/** Negative when `a` is earlier; zero only for the same stamp. Ids compare by code unit. */
export function compareStamps(a: Stamp, b: Stamp): number {
  if (a[0] !== b[0]) return a[0] - b[0]
  if (a[1] !== b[1]) return a[1] - b[1]
  return a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0
}
