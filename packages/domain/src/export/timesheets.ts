/** Time entries as the timesheets of Toggl, Clockify and Kimai: dates and times in one zone, running and untimed ones left out. */
import { fromInstantText, zoned } from '../calendar.ts'
import { byteOrderMark } from './csv.ts'
import type { Cell, EndedEntry, ExportedEntry, WriteOptions, Writer } from './export-source.ts'
import { isEnded } from './export-source.ts'
import { oneLine, oneLineNames } from './one-line.ts'

interface Moments {
  readonly startDate: string
  readonly startTime: string
  readonly endDate: string
  readonly endTime: string
}
type Column = (entry: ExportedEntry, moments: Moments, options: WriteOptions) => Cell
type Columns = Readonly<Record<string, Column>>

const clock = (seconds: number): string =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')

function momentsOf(entry: EndedEntry, zone: string): Moments {
  const [start, end] = [entry.start, entry.end].map((instant) =>
    zoned(fromInstantText(instant), zone).toPlainDateTime().toString({ smallestUnit: 'second' }).split('T'),
  ) as [[string, string], [string, string]]
  return { startDate: start[0], startTime: start[1], endDate: end[0], endTime: end[1] }
}

const project: Column = (entry) => oneLine(entry.project ?? '')
const task: Column = (entry) => oneLine(entry.task ?? '')
const client: Column = (entry) => oneLine(entry.client ?? '')
const description: Column = (entry) => entry.description.toWellFormed()
const billable: Column = (entry) => (entry.billable ? 'Yes' : 'No')
const tags: Column = (entry) => oneLineNames(entry.labels).join(', ')
const email: Column = (_, _moments, options) => options.email
const nothing: Column = () => ''

const toggl: Columns = {
  User: nothing,
  Email: email,
  Client: client,
  Project: project,
  Task: task,
  Description: description,
  Billable: billable,
  'Start date': (_, moments) => moments.startDate,
  'Start time': (_, moments) => moments.startTime,
  'End date': (_, moments) => moments.endDate,
  'End time': (_, moments) => moments.endTime,
  Duration: (entry) => clock(entry.durationSeconds),
  Tags: tags,
}
const clockify: Columns = {
  Project: project,
  Client: client,
  Description: description,
  Task: task,
  User: nothing,
  Group: nothing,
  Email: email,
  Tags: tags,
  Billable: billable,
  'Start Date': (_, moments) => moments.startDate,
  'Start Time': (_, moments) => moments.startTime,
  'End Date': (_, moments) => moments.endDate,
  'End Time': (_, moments) => moments.endTime,
  'Duration (h)': (entry) => clock(entry.durationSeconds),
  'Duration (decimal)': (entry) => (entry.durationSeconds / 3600).toFixed(2),
}
const kimai: Columns = {
  Date: (_, moments) => moments.startDate,
  From: (_, moments) => moments.startTime,
  To: (_, moments) => moments.endTime,
  Duration: (entry) => entry.durationSeconds,
  Rate: nothing,
  User: email,
  Customer: client,
  Project: project,
  Activity: task,
  Description: description,
  Exported: () => 0,
  Tags: tags,
  'Hourly rate': nothing,
  'Fixed rate': nothing,
}

const writeTimesheet = (columns: Columns, before = ''): Writer =>
  async function* (source, options) {
    yield before + options.toCsv([Object.keys(columns)])
    for await (const entries of source.entries()) {
      const records = entries.filter(isEnded).map((entry) => {
        const moments = momentsOf(entry, options.zone)
        return Object.values(columns).map((column) => column(entry, moments, options))
      })
      if (records.length > 0) yield options.toCsv(records)
    }
  }

/** Toggl's own files begin with a byte order mark. */
export const writeToggl: Writer = writeTimesheet(toggl, byteOrderMark)
export const writeClockify: Writer = writeTimesheet(clockify)
export const writeKimai: Writer = writeTimesheet(kimai)
