/** Pictures made of characters: bars, sparklines, shades. */
import type { Figures } from './report-figures.ts'
import type { Chart } from './report-sheet.ts'

export const columnsOf = (
  items: readonly { readonly name: string; readonly seconds: number }[],
  { time }: Pick<Figures, 'time'>,
): Chart => ({
  kind: 'columns',
  items: items.map(({ name, seconds }) => ({ name, seconds, text: time(seconds) })),
})

/** Eighths of a character, so that small groups are still seen. */
export function bar(part: number, width: number = 24): string {
  const eighths = part <= 0 ? 0 : Math.max(1, Math.round(part * width * 8))
  const rest = eighths % 8
  return '█'.repeat(Math.floor(eighths / 8)) + (rest === 0 ? '' : String.fromCharCode(0x2590 - rest))
}

const steps = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/** One character for each number; `·` for nothing. What does not fit is added up with its neighbours. */
export function sparkline(numbers: readonly number[], width: number): string {
  const fitting = numbers.length <= width ? numbers : joined(numbers, width)
  const most = Math.max(0, ...fitting)
  return fitting
    .map((number) => (number <= 0 ? '·' : steps[Math.ceil((number / most) * steps.length) - 1]!))
    .join('')
}

function joined(numbers: readonly number[], width: number): number[] {
  const each = Math.ceil(numbers.length / Math.max(1, width))
  return Array.from({ length: Math.ceil(numbers.length / each) }, (_, at) =>
    numbers.slice(at * each, (at + 1) * each).reduce((all, one) => all + one, 0),
  )
}

export const shades = ['·', '░', '▒', '▓', '█'] as const
