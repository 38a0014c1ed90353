/** Reads timesheets as Kimai's API answers them: `GET /api/timesheets`, best with `full=true`, which names projects. */
import { fromInstantText } from '../calendar.ts'
import type { ImportPlan, ReadOptions } from './import-plan.ts'
import { RowRefused, readFields, readNames, readText, show } from './row-fields.ts'
import type { Fields } from './row-fields.ts'
import { readRows } from './rows.ts'
import type { Timesheet, TimesheetRow } from './timesheet.ts'
import { createTimesheet } from './timesheet.ts'

const known = new Set([
  'id',
  'begin',
  'end',
  'duration',
  'break',
  'user',
  'project',
  'activity',
  'description',
  'billable',
  'tags',
])

/** Is it JSON, not CSV? */
export const isKimaiApi = (text: string): boolean => /^\uFEFF?\s*[[{]/.test(text)

/** @throws {AppError} `import.unreadable` as `readRows` does */
export function readKimaiApi(text: string, options: ReadOptions): ImportPlan {
  const sheet = createTimesheet('kimai', options)
  const ignored = new Map<string, number>()
  const numbered = new Set<string>()
  for (const row of readRows(text, { partial: options.partial })) {
    const { line } = row
    if ('problem' in row) {
      sheet.skip({ line, message: row.problem, unreadable: true })
      continue
    }
    sheet.add(line, () => {
      const fields = readFields(row.value)
      for (const field of Object.keys(fields))
        if (!known.has(field)) ignored.set(field, (ignored.get(field) ?? 0) + 1)
      return readTimesheet(fields, line, sheet, numbered)
    })
  }
  return sheet.plan(Object.fromEntries(ignored))
}

function readTimesheet(fields: Fields, line: number, sheet: Timesheet, numbered: Set<string>): TimesheetRow {
  const start = readInstant(fields, 'begin')
  if (start === null) throw new RowRefused('"begin" is missing')
  const end = readInstant(fields, 'end')
  const pause = readNumber(fields, 'break') ?? 0
  const duration = readNumber(fields, 'duration')
  if (pause > 0) {
    sheet.note(line, `its break of ${pause} seconds is not kept: here it counts from begin to end`)
  }
  // Names where the API was asked for them, else numbers.
  const nameOf = (field: 'project' | 'activity') => {
    const value = fields[field]
    if (value === undefined || value === null) return ''
    if (typeof value !== 'number') return readText(readFields(value, `"${field}"`), 'name', Infinity)
    const name = `Kimai ${field} ${value}`
    if (!numbered.has(name)) sheet.note(line, `${name} has no name in this file: ask the API with full=true`)
    numbered.add(name)
    return name
  }
  const project = fields['project']
  const customer =
    typeof project === 'object' && project !== null ? (project as Fields)['customer'] : undefined
  const client =
    typeof customer === 'object' && customer !== null ? readText(customer as Fields, 'name', Infinity) : ''
  const user = fields['user']
  const email = typeof user === 'object' && user !== null ? (user as Fields)['email'] : undefined
  return {
    // Another installation counts from 1 too.
    id: `${JSON.stringify(fields['id'] ?? null)} ${start}`,
    start,
    end,
    durationSeconds: duration === null || end === null ? null : duration + pause,
    email: typeof email === 'string' ? email : '',
    client,
    project: nameOf('project'),
    task: nameOf('activity'),
    description: fields['description'] === null ? '' : readText(fields, 'description', Infinity),
    labels: readNames(fields, 'tags'),
    billable: fields['billable'] === true,
  }
}

/** Kimai writes `2026-02-05T09:00:00+0100`. @throws {RowRefused} */
function readInstant(fields: Fields, field: string): number | null {
  const value = fields[field]
  if (value === undefined || value === null) return null
  const match =
    typeof value === 'string'
      ? /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/.exec(value)
      : null
  try {
    if (match !== null) return fromInstantText(match[0])
  } catch {
    // A date that does not exist: refused like any other text.
  }
  throw new RowRefused(`"${field}" is not a date that exists, as in 2026-02-05T09:00:00+0100: ${show(value)}`)
}

function readNumber(fields: Fields, field: string): number | null {
  const value = fields[field]
  if (value === undefined || value === null) return null
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value
  throw new RowRefused(`"${field}" is not a number of seconds: ${show(value)}`)
}
