/** Words for what an import did. */
import type { ImportRemark, ImportResult } from '@goalixa/contracts/imports'
import { safeLine } from './safe-text.ts'

const shown = 20

export function importWords(result: ImportResult): string {
  const { timeEntries, tasks, projects, labels, skipped } = result
  const created = timeEntries.created + tasks.created + projects.created + labels.created
  const kinds: [string, { created: number; unchanged: number; kept: number }][] = [
    ['time entries', timeEntries],
    ['tasks', tasks],
  ]
  const lines = kinds.flatMap(([name, counts]) => {
    if (counts.created + counts.unchanged + counts.kept === 0) return []
    return [
      `${name}: ${counts.created} created, ${counts.unchanged} unchanged, ${counts.kept} kept as changed here`,
    ]
  })
  const others = [
    ...(projects.created === 0 ? [] : [`projects: ${projects.created} created`]),
    ...(labels.created === 0 ? [] : [`labels: ${labels.created} created`]),
  ]
  const heading = headingOf(result, created)
  return [
    heading,
    ...lines,
    ...others,
    ...remarks('skipped', skipped),
    ...remarks('notes', result.notes),
    ...ignored(result.ignoredFields),
  ].join('\n')
}

function headingOf({ format, dryRun, rows, skipped }: ImportResult, created: number): string {
  if (rows === 0) return 'The file holds no rows.'
  const counted = rows === 1 ? '1 row' : `${rows} rows`
  const wanted = rows - skipped.length
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
