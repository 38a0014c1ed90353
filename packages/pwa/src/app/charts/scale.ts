/** What charts of time have in common: lines at round hours, and marks below that have room. */

const hour = 3600
const steps = [0.25, 0.5, 1, 2, 4, 8, 12, 24, 48, 96, 168]

export interface Scale {
  /** Seconds at the upper edge. */
  readonly top: number
  /** Seconds of each line, from 0 up. */
  readonly lines: readonly number[]
  /** 0 at the upper edge, 100 at the lower. */
  readonly y: (seconds: number) => number
}

const mostLines = 5

export function scaleOf(seconds: readonly number[]): Scale {
  const highest = Math.max(steps[0]! * hour, ...seconds)
  const step =
    hour *
    (steps.find((hours) => highest <= hours * hour * mostLines) ?? Math.ceil(highest / hour / mostLines))
  const count = Math.ceil(highest / step)
  const top = count * step
  return {
    top,
    lines: Array.from({ length: count + 1 }, (_, at) => at * step),
    y: (value) => rounded(100 - (value / top) * 100),
  }
}

export const rounded = (number: number): number => Math.round(number * 100) / 100

/** Each of so many columns has a mark, or each second, third …: with how many it stands for. */
export function marksOf(count: number, most: number): { readonly at: number; readonly columns: number }[] {
  const each = Math.max(1, Math.ceil(count / most))
  return Array.from({ length: Math.ceil(count / each) }, (_, index) => ({
    at: index * each,
    columns: Math.min(each, count - index * each),
  }))
}
