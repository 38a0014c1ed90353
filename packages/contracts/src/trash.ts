/** Trash: what somebody removed, and how it comes back. */
import * as z from 'zod'
import { Id, IdTail, Instant, Text, many, page, pageQuery } from './primitives.ts'
import { route } from './route.ts'

/** What can be in the trash; the rest is taken back and said again instead. */
export const TrashTable = z.enum([
  'labels',
  'clients',
  'projects',
  'tasks',
  'timeEntries',
  'goals',
  'subgoals',
  'weeklyGoals',
  'habits',
  'dailyTodos',
  'reminders',
  'savedViews',
])
export type TrashTable = z.infer<typeof TrashTable>

export const TrashItem = z.object({
  table: TrashTable,
  id: Id,
  /** Its name, title or text; null when it has none. */
  name: z.string().nullable(),
  removedAt: Instant,
})
export type TrashItem = z.infer<typeof TrashItem>

/** A row that is out of the trash, with the name that it has now. */
export const RestoredRow = TrashItem.omit({ removedAt: true })
export type RestoredRow = z.infer<typeof RestoredRow>

export const trashRoutes = {
  list: route({
    method: 'GET',
    path: '/v1/trash',
    summary: 'List what is in the trash, last removed first',
    access: 'user',
    scope: 'read',
    query: z.strictObject({
      ...pageQuery,
      table: many(TrashTable).optional(),
      name: Text(1000).optional(),
      idTail: IdTail.optional(),
    }),
    response: page(TrashItem),
  }),
  restore: route({
    method: 'POST',
    path: '/v1/trash/{table}/{id}/restore',
    summary: 'Take a row out of the trash; a name that is taken since gets a number',
    access: 'user',
    scope: 'write',
    params: z.object({ table: TrashTable, id: Id }),
    response: RestoredRow,
  }),
}
