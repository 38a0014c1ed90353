/** Import: the export of another tool becomes rows here; a second import of it changes nothing. */
import * as z from 'zod'
import { CivilDate, Instant, QueryFlag, Text, Zone } from './primitives.ts'
import { route } from './route.ts'

export const importFormats = [
  'goalixa',
  'timewarrior',
  'taskwarrior',
  'toggl',
  'clockify',
  'kimai',
  'watson',
  'super-productivity',
  'todoist',
  'csv',
] as const
export const ImportFormat = z.enum(importFormats)
export type ImportFormat = z.infer<typeof ImportFormat>

/** A row that was not imported, and why. */
export const ImportRemark = z.object({ line: z.int(), message: z.string() })
export type ImportRemark = z.infer<typeof ImportRemark>

const Counts = z.object({
  created: z.int(),
  /** Already here, with the same values. */
  unchanged: z.int(),
  /** Already here, changed since: kept as they are. */
  kept: z.int(),
})

/** The order of day and month, and of the year, in dates such as 02/03/2026. */
const DateFormat = z.enum(['dmy', 'mdy', 'ymd'])

/** A row as it would be here; instants in UTC, `due` a day or an instant. */
export const ImportPreviewRow = z.object({
  line: z.int(),
  kind: z.enum(['timeEntry', 'task']),
  start: Instant.nullable(),
  end: Instant.nullable(),
  /** Of an entry without start and end: its day, and how long. */
  date: CivilDate.optional(),
  durationSeconds: z.int().optional(),
  due: z.string().nullable(),
  text: z.string(),
  project: z.string().nullable(),
  task: z.string().nullable(),
  labels: z.array(z.string()),
  billable: z.boolean(),
  state: z.enum(['new', 'unchanged', 'kept']),
})
export type ImportPreviewRow = z.infer<typeof ImportPreviewRow>

/** An entry of the file that overlaps another one, which is at `with`: of the file too, or here already (`line: null`). */
export const ImportOverlap = z.object({
  line: z.int(),
  start: Instant,
  end: Instant.nullable(),
  text: z.string(),
  with: z.object({
    line: z.int().nullable(),
    start: Instant,
    end: Instant.nullable(),
    text: z.string(),
  }),
})
export type ImportOverlap = z.infer<typeof ImportOverlap>

export const ImportResult = z.object({
  format: ImportFormat,
  dryRun: z.boolean(),
  /** Rows that the file holds, readable or not. */
  rows: z.int(),
  timeEntries: Counts,
  tasks: Counts,
  projects: z.object({ created: z.int() }),
  labels: z.object({ created: z.int() }),
  /** Where any was made. */
  clients: z.object({ created: z.int() }).optional(),
  /** Of our own export: every table by its name. */
  tables: z.record(z.string(), Counts).optional(),
  /** The zone that times without one were read in. */
  zone: z.string().optional(),
  /** Rows that became a part of another, as a comment becomes a part of its task. */
  folded: z.int().optional(),
  /** Of those kept: how many are in the trash here, as after undoing an import; `again` brings them back. */
  inTrash: z.int().optional(),
  /** New time entries that overlap one another or what is here: how many, and the first of them. Absent for none. */
  overlaps: z.object({ count: z.int(), first: z.array(ImportOverlap) }).optional(),
  /** Of a dry run: the first rows as they would be here. */
  preview: z.array(ImportPreviewRow).optional(),
  /** Rows that could not be read or are not wanted here, by line. */
  skipped: z.array(ImportRemark),
  /** What a row says that could not be kept, by line. */
  notes: z.array(ImportRemark),
  /** Fields that no row's import uses, with how often they occur. */
  ignoredFields: z.record(z.string(), z.int()),
})
export type ImportResult = z.infer<typeof ImportResult>

export const importRoutes = {
  create: route({
    method: 'POST',
    path: '/v1/import/{format}',
    summary: 'Import the export of another tool, as one undoable batch',
    access: 'user',
    scope: 'write',
    params: z.object({ format: ImportFormat }),
    query: z.strictObject({
      dryRun: QueryFlag.default(false),
      /** Import nothing when any row cannot be read. */
      strict: QueryFlag.default(false),
      /** Read a file that breaks off as far as it goes. */
      partial: QueryFlag.default(false),
      /** Zone the entries were recorded in, and of dates without a time; UTC where files have instants only. */
      zone: Zone.optional(),
      /** Only the rows of this person; other people's are skipped. */
      email: Text(320).optional(),
      /** Needed where no date of the file shows whether its day or its month comes first. */
      dateFormat: DateFormat.optional(),
      /** Of `csv`: `start=Begin,end=End`, ours on the left, the file's column on the right. */
      map: Text(4000).optional(),
      /** The name of the file: of Todoist, the project. */
      name: Text(500).optional(),
      /** Bring back rows of the file that are in the trash here. */
      again: QueryFlag.default(false),
    }),
    /** The file's text. */
    body: z.string(),
    rawBody: true,
    response: ImportResult,
    bodyLimit: 32 * 1024 * 1024,
    timeoutMs: 60_000,
    rateClass: 'heavy',
  }),
}
