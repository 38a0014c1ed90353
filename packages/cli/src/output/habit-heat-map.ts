/** A year of a habit as a drawing: a column for each week, a row for each day of the week. */
import type { HabitHeatMap, HeatMapDay } from '@goalixa/contracts/habit-days'
import { isPlain } from './habits.ts'
import type { Terminal } from './terminal.ts'

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const margin = 4
const shades = ['·', '░', '▒', '▓', '█']
const digits = ['.', '1', '2', '3', '4']

/** Fits into any width: weeks that do not fit are left out, the earliest first. A pipe gets all 52. */
export function heatMapWords(
  map: HabitHeatMap,
  terminal: Pick<Terminal, 'width' | 'colour' | 'paint'>,
  accessible = false,
): string {
  const plain = isPlain(terminal, accessible)
  const room = Math.max(4, (terminal.width ?? margin + map.weeks.length) - margin)
  const weeks = map.weeks.slice(-room)
  const cell = (day: HeatMapDay | undefined): string => {
    if (day === undefined) return ' '
    if (day.state === 'skip') return '-'
    const shade = (plain ? digits : shades)[day.level] ?? ' '
    return plain || day.level === 0 ? shade : terminal.paint('green', shade)
  }
  const rows = Array.from({ length: 7 }, (_, at) => {
    const name = weekdays[(map.weekStart - 1 + at) % 7]!
    return `${name} ${weeks.map((week) => cell(week.days[at])).join('')}`.trimEnd()
  })
  return [`${' '.repeat(margin)}${monthLine(weeks)}`.trimEnd(), ...rows, legend(plain)].join('\n')
}

/** The name of each month over its first week; a name needs the room of four weeks. */
function monthLine(weeks: HabitHeatMap['weeks']): string {
  let line = ''
  weeks.forEach(({ from }, at) => {
    const month = Number(from.slice(5, 7))
    const isNew = at === 0 || Number(weeks[at - 1]!.from.slice(5, 7)) !== month
    if (isNew && line.length <= at && at + 3 <= weeks.length) line = `${line.padEnd(at)}${months[month - 1]}`
  })
  return line
}

const legend = (plain: boolean): string =>
  plain ? '. nothing  1 2 3 in part  4 done  - skipped' : '· nothing  ░▒▓ in part  █ done  - skipped'
