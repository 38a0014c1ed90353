/** What `--dry-run` prints instead of doing it. */
import * as z from 'zod'
import { Instant } from '@goalixa/contracts/primitives'
import { OverlapPolicy } from '@goalixa/contracts/time-entries'
import { safeText } from './output/safe-text.ts'

const Stretch = z.object({ start: Instant, end: Instant.nullable() })

export const DryRun = z.object({
  dryRun: z.literal(true),
  /** Feature and verb, as in `timer.start`. */
  would: z.string(),
  /** What would be sent. */
  input: z.unknown(),
  /** With `--overlap`: what becomes of the entries in the way. */
  overlaps: z
    .object({
      policy: OverlapPolicy,
      /** Over all entries; a second that two of them have counts twice. */
      takenSeconds: z.int(),
      changes: z.array(
        z.object({
          id: z.string(),
          description: z.string(),
          what: z.enum(['keep', 'trim', 'split', 'remove']),
          before: Stretch,
          /** What is left of it: two stretches of `split`, none of `remove`. */
          after: z.array(Stretch),
          overlapSeconds: z.int(),
          takenSeconds: z.int(),
        }),
      ),
    })
    .optional(),
})
export type DryRun = z.infer<typeof DryRun>

export function dryRunWords({ would, input }: DryRun): string {
  const sent = input === null ? '' : `\n${safeText(JSON.stringify(input, null, 2))}`
  return `Nothing was changed. This would be ${would}${sent}`
}
