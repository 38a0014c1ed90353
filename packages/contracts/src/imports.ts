/** Import: the export of another tool becomes rows here; a second import of it changes nothing. */
import * as z from 'zod'
import { QueryFlag, Zone } from './primitives.ts'
import { route } from './route.ts'

export const importFormats = ['timewarrior', 'taskwarrior'] as const
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

export const ImportResult = z.object({
  format: ImportFormat,
  dryRun: z.boolean(),
  /** Rows that the file holds, readable or not. */
  rows: z.int(),
  timeEntries: Counts,
  tasks: Counts,
  projects: z.object({ created: z.int() }),
  labels: z.object({ created: z.int() }),
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
      /** Zone the entries were recorded in, and of dates without a time. */
      zone: Zone.default('UTC'),
    }),
    /** The file's text. */
    body: z.string(),
    rawBody: true,
    response: ImportResult,
    bodyLimit: 32 * 1024 * 1024,
    timeoutMs: 60_000,
  }),
}
