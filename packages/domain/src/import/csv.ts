/** Reads any table of times as CSV, told which of its columns is which; without being told, the CSV that is exported here. */
import { validate as isUuid } from 'uuid'
import { unreadable } from './csv-rows.ts'
import type { Cells, Columns } from './csv-table.ts'
import { isYes, readTimesheetTable } from './csv-table.ts'
import type { ImportPlan, ReadOptions } from './import-plan.ts'
import type { DateOrder, WallTime } from './local-times.ts'
import { readDate, readDuration, readTime } from './local-times.ts'
import { RowRefused, show } from './row-fields.ts'
import type { TimesheetRow } from './timesheet.ts'
import { createTimesheet } from './timesheet.ts'

/** What a column can be, with the names that are understood without a map. */
const names = {
  id: ['id'],
  date: ['date'],
  start: ['start', 'begin', 'from'],
  end: ['end', 'stop', 'to'],
  enddate: ['end date', 'enddate'],
  duration: ['duration', 'duration_seconds'],
  description: ['description', 'note', 'notes'],
  project: ['project'],
  task: ['task', 'activity'],
  client: ['client', 'customer'],
  labels: ['labels', 'tags'],
  billable: ['billable'],
  email: ['email'],
  zone: ['tz', 'zone'],
} as const
type Field = keyof typeof names

/**
 * `map` is `start=Begin,end=End`: ours on the left, the file's column on the right. Times are instants with an
 * offset, seconds or milliseconds since 1970, or wall times of the zone; `date` goes with times that have none.
 * @throws {AppError} `import.unreadable` for a map that cannot be read, and as `readTimesheetTable` does
 */
export function readCsvTimes(text: string, options: ReadOptions): ImportPlan {
  const columns: Columns<Field> = {
    what: 'a CSV of times',
    needed: ['start'],
    names: { ...names, ...readMap(options.map) },
  }
  // What was exported here brings its ids back.
  const isOurs = options.map === undefined && /^\uFEFF?id,start,end,tz,duration_seconds,/.test(text)
  return readTimesheetTable<Field>(text, options, columns, ['date', 'start', 'end', 'enddate'], (order) => {
    const sheet = createTimesheet('csv', options)
    return { sheet, onRow: (line, cells) => sheet.add(line, () => readRow(cells, order, isOurs)) }
  })
}

function readMap(map: string | undefined): Partial<Record<Field, readonly string[]>> {
  if (map === undefined || map.trim() === '') return {}
  return Object.fromEntries(
    map.split(/[\n,]/).map((pair) => {
      const [field, column] = splitOnce(pair, '=')
      const name = field.trim().toLowerCase()
      if (!Object.hasOwn(names, name) || column.trim() === '') {
        const all = Object.keys(names).join(', ')
        throw unreadable(
          1,
          `the map says ${show(pair)}; nothing was imported`,
          `write start=Begin,end=End with ${all} on the left`,
        )
      }
      return [name, [column.trim().toLowerCase()]]
    }),
  )
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function readRow(cells: Cells<Field>, order: DateOrder | undefined, isOurs: boolean): TimesheetRow {
  const date = cells('date') === '' ? undefined : readDate(cells('date'), 'the date', order)
  // A day and a duration without a start: that is all that is known.
  const isUntimed = date !== undefined && cells('start') === '' && cells('end') === ''
  const start = isUntimed ? null : readMoment(cells('start'), 'the start', date, order)
  const endDate = cells('enddate') === '' ? undefined : readDate(cells('enddate'), 'the end date', order)
  const end =
    cells('end') === ''
      ? undefined
      : readMoment(cells('end'), 'the end', endDate ?? (start === null ? undefined : dateOf(start)), order)
  const duration = cells('duration')
  const id = cells('id')
  return {
    ...(id === '' ? {} : { id }),
    ...(isOurs && isUuid(id) ? { entryId: id.toLowerCase() } : {}),
    ...(isUntimed ? { untimedOn: date } : {}),
    start,
    end:
      start !== null && end !== undefined && endDate === undefined
        ? orNextDay(start, end, cells('end'))
        : end,
    durationSeconds: /^\d{3,}$/.test(duration) ? Number(duration) : readDuration(duration, 'the duration'),
    email: cells('email'),
    client: cells('client'),
    project: cells('project'),
    task: cells('task'),
    description: cells('description'),
    labels: cells('labels') === '' ? [] : cells('labels').split(/[,;]/),
    billable: isYes(cells('billable')),
    ...(isOurs && cells('zone') !== '' ? { zone: cells('zone') } : {}),
  }
}

const dateOf = (moment: number | WallTime): string | undefined =>
  typeof moment === 'number' ? undefined : moment.date

/** A bare time that is before the start is one of the next day. */
function orNextDay(start: number | WallTime, end: number | WallTime, text: string): number | WallTime {
  if (typeof start === 'number' || typeof end === 'number' || /\d[-/.]\d/.test(text)) return end
  if (end.date !== start.date || end.time >= start.time) return end
  return { ...end, date: Temporal.PlainDate.from(end.date).add({ days: 1 }).toString() }
}

/** @throws {RowRefused} */
function readMoment(
  text: string,
  what: string,
  date: string | undefined,
  order: DateOrder | undefined,
): number | WallTime {
  if (/^\d{9,10}$/.test(text)) return Number(text)
  if (/^\d{12,13}$/.test(text)) return Math.floor(Number(text) / 1000)
  if (/^\d{4}-\d\d-\d\d[T ].*(?:Z|[+-]\d\d:?\d\d)$/i.test(text)) return readOffset(text, what)
  const [first, rest] = splitOnce(text.replace(/^(\d{4}-\d\d-\d\d)T/, '$1 '), ' ')
  if (/[-/.]/.test(first)) return { date: readDate(first, what, order), time: readTime(rest, what) }
  if (date !== undefined) return { date, time: readTime(text, what) }
  throw new RowRefused(`${what} is not a date and a time: ${show(text)}`)
}

function readOffset(text: string, what: string): number {
  try {
    return Math.floor(Temporal.Instant.from(text).epochMilliseconds / 1000)
  } catch {
    throw new RowRefused(`${what} is not an instant that exists: ${show(text)}`)
  }
}
