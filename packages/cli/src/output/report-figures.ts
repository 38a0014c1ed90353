/** Times of a report as they are shown: exact, or rounded for display. */
import { formatDuration } from '@goalixa/domain/durations'
import type { Rounding } from '@goalixa/contracts/settings'
import { roundSeconds } from '@goalixa/domain/rounding'

export interface Figures {
  /** `1h 30m` */
  readonly time: (seconds: number) => string
  /** `+1h 30m`, `-15m`, `±0m` */
  readonly change: (seconds: number) => string
  /** `1:30`, with seconds where the grid needs them; `·` for nothing. */
  readonly clock: (seconds: number) => string
  /** Said below the figures. */
  readonly notes: readonly string[]
}

/** Each figure is rounded by itself, from its exact seconds: rounded lines need not add up to a rounded total. */
export function createFigures(rounding?: Rounding, withSeconds = false): Figures {
  const shown = (seconds: number) => (rounding === undefined ? seconds : roundSeconds(seconds, rounding))
  const time = (seconds: number) => formatDuration(shown(seconds))
  return {
    time,
    change: (seconds) => (shown(seconds) === 0 ? '±0m' : `${seconds > 0 ? '+' : ''}${time(seconds)}`),
    clock: (seconds) => clockText(shown(seconds), withSeconds),
    notes:
      rounding === undefined
        ? []
        : [
            `Rounded for display to ${formatDuration(rounding.seconds)}, ${rounding.mode}: each figure by itself, totals too, so lines need not add up. --json and --csv stay exact.`,
          ],
  }
}

function clockText(seconds: number, withSeconds: boolean): string {
  if (seconds === 0) return '·'
  const two = (part: number) => String(part).padStart(2, '0')
  const minutes = `${Math.floor(seconds / 3600)}:${two(Math.floor((seconds % 3600) / 60))}`
  return withSeconds ? `${minutes}:${two(seconds % 60)}` : minutes
}
