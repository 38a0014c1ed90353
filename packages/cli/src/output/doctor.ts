/** Words for the checks of `goalixa doctor`. */
import type { Check } from '../doctor.ts'
import { safeLine } from './safe-text.ts'
import type { Terminal } from './terminal.ts'

const colours = { ok: 'green', warn: 'yellow', fail: 'red' } as const

export function doctorWords(checks: readonly Check[], { paint }: Pick<Terminal, 'paint'>): string {
  return checks
    .map(({ name, state, detail, try: next }) => {
      const line = `${paint(colours[state], state.padEnd(4))}  ${name}: ${safeLine(detail)}`
      return next === undefined ? line : `${line}\n      try: ${safeLine(next)}`
    })
    .join('\n')
}
