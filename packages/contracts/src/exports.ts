/** Export: everything a user has, to read in a sheet or to keep. */
import * as z from 'zod'
import { route } from './route.ts'

export const exportFormats = ['json', 'csv'] as const
export const ExportFormat = z.enum(exportFormats)
export type ExportFormat = z.infer<typeof ExportFormat>

export const exportRoutes = {
  get: route({
    method: 'GET',
    path: '/v1/export/{format}',
    summary: 'Export everything as JSON, or the time entries as CSV',
    access: 'user',
    scope: 'read',
    params: z.object({ format: ExportFormat }),
    response: z.string(),
    produces: ['application/json', 'text/csv'],
    timeoutMs: 120_000,
    priority: 'low',
  }),
}
