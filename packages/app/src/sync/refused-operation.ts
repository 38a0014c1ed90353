/** What a refused operation was to do, as far as it can be read: it may be anything. */
import * as z from 'zod'
import type { HistoryItem } from '@goalixa/contracts/sync'

const Refused = z.object({
  intent: z.string().optional().catch(undefined),
  patches: z
    .array(
      z
        .object({ table: z.string(), id: z.string(), regs: z.record(z.string(), z.object({ v: z.json() })) })
        .nullable()
        .catch(null),
    )
    .catch([]),
})

/** @param refused the operation as it was sent, JSON text */
export function readRefused(refused: string | null): {
  intent: string | undefined
  rows: HistoryItem['rows']
} {
  const parsed = Refused.safeParse(JSON.parse(refused ?? '{}'))
  const rows = (parsed.data?.patches ?? []).flatMap((patch) =>
    patch === null
      ? []
      : {
          table: patch.table,
          id: patch.id,
          changes: Object.entries(patch.regs).map(([register, { v }]) => ({
            register,
            after: v,
            outcome: 'rejected' as const,
          })),
        },
  )
  return { intent: parsed.data?.intent, rows }
}
