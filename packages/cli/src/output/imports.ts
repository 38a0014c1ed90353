/** Words for what an import did. */
import type { ImportOverlap, ImportPreviewRow, ImportRemark, ImportResult } from '@goalixa/contracts/imports'
import { formatDuration } from '@goalixa/domain/durations'
import { safeLine } from './safe-text.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { clockText, dayText } from './times.ts'

const shown = 20

/** With the first rows of a dry run, fitted to a terminal. */
export function importWords(result: ImportResult, terminal?: Pick<Terminal, 'width' | 'paint'>): string {
  const { timeEntries, tasks, projects, labels, skipped, clients = { created: 0 } } = result
  const more = moreTables(result)
  const created =
    timeEntries.created +
    tasks.created +
    projects.created +
    labels.created +
    clients.created +
    more.reduce((sum, [, counts]) => sum + counts.created, 0)
  const kinds: (readonly [string, { created: number; unchanged: number; kept: number }])[] = [
    ['time entries', timeEntries],
    ['tasks', tasks],
    ...more,
  ]
  const lines = kinds.flatMap(([name, counts]) => {
    if (counts.created + counts.unchanged + counts.kept === 0) return []
    return [
      `${name}: ${counts.created} created, ${counts.unchanged} unchanged, ${counts.kept} kept as changed here`,
    ]
  })
  const others = [
    ...(clients.created === 0 ? [] : [`clients: ${clients.created} created`]),
    ...(projects.created === 0 ? [] : [`projects: ${projects.created} created`]),
    ...(labels.created === 0 ? [] : [`labels: ${labels.created} created`]),
  ]
  const heading = headingOf(result, created)
  return [
    heading,
    ...lines,
    ...others,
    ...(result.folded === undefined ? [] : [`rows that became a part of another: ${result.folded}`]),
    ...inTrash(result.inTrash ?? 0),
    ...overlaps(result),
    ...remarks('skipped', skipped),
    ...remarks('notes', result.notes),
    ...ignored(result.ignoredFields),
    ...preview(result, terminal),
  ].join('\n')
}

const namedAbove: ReadonlySet<string> = new Set(['timeEntries', 'tasks', 'projects', 'labels'])

/** Of our own export: the other tables, in words such as `weekly goals`. */
const moreTables = ({ tables = {} }: ImportResult) =>
  Object.entries(tables)
    .filter(([name]) => !namedAbove.has(name))
    .map(([name, counts]) => [name.replaceAll(/[A-Z]/g, (char) => ` ${char.toLowerCase()}`), counts] as const)

function headingOf({ format, dryRun, rows, skipped, folded }: ImportResult, created: number): string {
  if (rows === 0) return 'The file holds no rows.'
  const counted = rows === 1 ? '1 row' : `${rows} rows`
  const wanted = rows - skipped.length - (folded ?? 0)
  if (created === 0 && wanted > 0) {
    return `Nothing new: ${wanted === 1 ? 'the 1 row is' : `all ${wanted} rows are`} here already.`
  }
  if (dryRun) return `Nothing was changed. The ${format} file of ${counted} would give:`
  return `Read ${counted} of ${format}:`
}

function remarks(name: string, list: readonly ImportRemark[]): string[] {
  if (list.length === 0) return []
  const more = list.length > shown ? [`  and ${list.length - shown} more; --json shows all`] : []
  return [
    `${name}: ${list.length}`,
    ...list.slice(0, shown).map(({ line, message }) => `  line ${line}: ${safeLine(message)}`),
    ...more,
  ]
}

function ignored(fields: Readonly<Record<string, number>>): string[] {
  const names = Object.entries(fields).map(([name, count]) => `${safeLine(name)} (${count})`)
  return names.length === 0 ? [] : [`fields not used: ${names.join(', ')}`]
}

const inTrash = (count: number): string[] =>
  count === 0 ? [] : [`in the trash here, and left there: ${count} (--again brings them back)`]

/** A few are enough to see what it is about. */
const overlapsShown = 5

function overlaps({ overlaps: found, zone = 'UTC' }: ImportResult): string[] {
  if (found === undefined) return []
  const words = ({ start, end, text }: Pick<ImportOverlap, 'start' | 'end' | 'text'>) => {
    const until = end === null ? 'runs' : clockText(end, zone)
    return `${dayText(start, zone)} ${clockText(start, zone)} – ${until}${text === '' ? '' : ` "${safeLine(text)}"`}`
  }
  const lines = found.first.slice(0, overlapsShown).map((one) => {
    const other = one.with.line === null ? 'what is here' : `line ${one.with.line}`
    return `  line ${one.line}: ${words(one)} overlaps ${other}: ${words(one.with)}`
  })
  const more = found.count - lines.length
  return [
    `time entries that overlap others: ${found.count}, times in ${zone}`,
    ...lines,
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}

const states: Readonly<Record<ImportPreviewRow['state'], string>> = {
  new: 'new',
  unchanged: 'unchanged',
  kept: 'kept as here',
}

function preview(
  { preview: rows = [], zone = 'UTC' }: ImportResult,
  terminal: Pick<Terminal, 'width' | 'paint'> | undefined,
): string[] {
  const [first] = rows
  if (first === undefined) return []
  const isTask = first.kind === 'task'
  const columns = [
    { head: 'line', align: 'right' } as const,
    ...(isTask ? [{ head: 'due' }] : [{ head: 'day' }, { head: 'time' }]),
    { head: isTask ? 'task' : 'text', flexible: true },
    { head: 'project' },
    { head: 'labels' },
    { head: 'state' },
  ]
  const lines = rows.map((row) => [
    String(row.line),
    ...(isTask ? [row.due ?? ''] : momentsOf(row, zone)),
    row.kind === 'task' ? row.text : [row.text, row.task].filter((part) => (part ?? '') !== '').join(' · '),
    row.project ?? '',
    row.labels.join(', '),
    states[row.state],
  ])
  const options = {
    width: terminal?.width,
    paintHead: (text: string) => terminal?.paint('dim', text) ?? text,
  }
  return ['', `The first rows${isTask ? '' : `, times in ${zone}`}:`, table(columns, lines, options)]
}

function momentsOf(row: ImportPreviewRow, zone: string): [string, string] {
  const { start, end, date, durationSeconds } = row
  if (date !== undefined) return [date, `— ${formatDuration(durationSeconds ?? 0)}`]
  if (start === null) return ['', '']
  return [dayText(start, zone), `${clockText(start, zone)} – ${end === null ? 'runs' : clockText(end, zone)}`]
}
