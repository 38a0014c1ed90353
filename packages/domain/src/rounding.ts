/** Rounding of times that are shown, such as `--round 15m:up`. What is stored, added up and sent stays exact. */
import type { Rounding } from '@goalixa/contracts/settings'
import { formatDuration, parseDuration } from './durations.ts'
import { durationError, quoted } from './input-text.ts'

const modes: readonly string[] = ['up', 'down', 'nearest'] satisfies Rounding['mode'][]

/** Reads `15m`, `15m:up`, `1h:down`, `6m:nearest`; nearest unless said. Throws `input.duration`. */
export function parseRounding(text: string): Rounding {
  const [, length = text, mode = 'nearest'] = /^(.*):([a-z]*)$/i.exec(text.trim()) ?? []
  if (!modes.includes(mode.toLowerCase()))
    throw durationError(`${quoted(mode)} is no way to round`, 'write 15m:up, 15m:down or 15m:nearest')
  const seconds = parseDuration(length)
  if (seconds === 0) throw durationError('Nothing can be rounded to 0', 'write 15m:up')
  return { seconds, mode: mode.toLowerCase() as Rounding['mode'] }
}

/** `15m:up`, as {@link parseRounding} reads it. */
export const formatRounding = ({ seconds, mode }: Rounding): string => `${formatDuration(seconds)}:${mode}`

/** Whole seconds; halves go away from zero, and a negative time rounds as its opposite does. */
export function roundSeconds(exact: number, { seconds, mode }: Rounding): number {
  const steps = Math.abs(exact) / seconds
  const whole = mode === 'up' ? Math.ceil(steps) : mode === 'down' ? Math.floor(steps) : Math.round(steps)
  return whole === 0 ? 0 : Math.sign(exact) * whole * seconds
}
