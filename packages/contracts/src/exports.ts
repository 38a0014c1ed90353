/** Export: everything a user has, to keep or to bring back; or what another tool can read. */
import * as z from 'zod'
import { Instant, QueryFlag, Text, Zone } from './primitives.ts'
import { route } from './route.ts'

export const exportFormats = [
  'json',
  'csv',
  'ical',
  'timewarrior',
  'taskwarrior',
  'watson',
  'toggl',
  'clockify',
  'kimai',
] as const
export const ExportFormat = z.enum(exportFormats)
export type ExportFormat = z.infer<typeof ExportFormat>

export const ExportQuery = z.strictObject({
  /** Time entries that touch `[from, to)`; not of `json`, which is always everything. */
  from: Instant.optional(),
  to: Instant.optional(),
  /** Zone of dates and times in formats that have no other. */
  zone: Zone.default('UTC'),
  /** Of `csv`: with a byte order mark, and nothing that a spreadsheet would compute. */
  spreadsheet: QueryFlag.default(false),
  /** Of `json`: with every change there ever was. */
  history: QueryFlag.default(false),
  /** Whose time it is, for formats that say so. */
  email: Text(254).optional(),
})
export type ExportQuery = z.output<typeof ExportQuery>

export const exportRoutes = {
  get: route({
    method: 'GET',
    path: '/v1/export/{format}',
    summary: 'Export everything as JSON, or time entries and tasks for another tool',
    access: 'user',
    scope: 'read',
    params: z.object({ format: ExportFormat }),
    query: ExportQuery,
    response: z.string(),
    produces: ['application/json', 'text/csv', 'text/calendar'],
    timeoutMs: 120_000,
    priority: 'low',
    rateClass: 'heavy',
  }),
}
