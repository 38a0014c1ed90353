/** The same change of many rows, answered by the replica: one intent, one to take back. */
import type { BulkChange } from '@goalixa/contracts/bulk'
import type { Draft, NewId, View } from '@goalixa/domain/plans/view'
import type * as z from 'zod'
import type { LocalParts } from './local-rows.ts'
import { writeIntent } from './local-rows.ts'
import { readBody } from './read-input.ts'

interface Bulk {
  readonly verb: string
  readonly ids: string[]
}

/** `rule`: the one that the server follows too. What is more than fits into one operation becomes several, taken back together. */
export function createLocalBulk<Body extends z.ZodType<Bulk>>(
  { withReplica, newId }: LocalParts,
  table: 'tasks' | 'timeEntries',
  body: Body,
  rule: (view: View, draft: Draft, input: z.output<Body>, newId: NewId) => Promise<void>,
): (input: z.input<Body>) => Promise<BulkChange> {
  return async (input) => {
    const wanted = readBody<Body>(body, input)
    return withReplica(async (replica) => {
      await writeIntent(
        replica,
        `${table}.${wanted.verb}`,
        (view, draft) => rule(view, draft, wanted, newId),
        newId,
        { mayDivide: true },
      )
      return { ids: wanted.ids }
    })
  }
}
