/** Pomodoro: work, a short break, and after so many pieces of work a long one. Nothing here counts: time is `now - start`. */
import type { Pomodoro } from '@goalixa/contracts/settings'

type PomodoroPhase = 'work' | 'short' | 'long'

/** A phase that goes on. */
export interface PomodoroState {
  readonly phase: PomodoroPhase
  /** Epoch milliseconds. */
  readonly startedAt: number
  /** Pieces of work that are done, the one that goes on not among them. */
  readonly done: number
}

const lengths = { work: 'workSeconds', short: 'shortBreakSeconds', long: 'longBreakSeconds' } as const

/** Epoch milliseconds at which the phase is over. */
export const pomodoroEnd = ({ phase, startedAt }: PomodoroState, settings: Pomodoro): number =>
  startedAt + settings[lengths[phase]] * 1000

/**
 * Where it stands at `nowMs`, also after hours of sleep: work goes over into the break that follows it, from the moment
 * at which it ended. After a break nothing begins by itself, since nobody may be there: `next` is null then.
 * `workEnds`: the moment at which work has ended on the way, else null.
 */
export function pomodoroAt(
  state: PomodoroState,
  settings: Pomodoro,
  nowMs: number,
): { readonly next: PomodoroState | null; readonly workEnds: number | null } {
  const end = pomodoroEnd(state, settings)
  if (nowMs < end) return { next: state, workEnds: null }
  if (state.phase !== 'work') return { next: null, workEnds: null }
  const rest = pomodoroBreak(state, settings, end)
  return { next: nowMs < pomodoroEnd(rest, settings) ? rest : null, workEnds: end }
}

/** The break after a piece of work that ended at `atMs`. */
export function pomodoroBreak({ done }: PomodoroState, settings: Pomodoro, atMs: number): PomodoroState {
  const count = done + 1
  return { phase: count % settings.longBreakEvery === 0 ? 'long' : 'short', startedAt: atMs, done: count }
}
