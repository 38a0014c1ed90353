/** What `--dry-run` prints instead of doing it. */
import * as z from 'zod'
import { safeText } from './output/safe-text.ts'

export const DryRun = z.object({
  dryRun: z.literal(true),
  /** Feature and verb, as in `timer.start`. */
  would: z.string(),
  /** What would be sent. */
  input: z.unknown(),
})
export type DryRun = z.infer<typeof DryRun>

export function dryRunWords({ would, input }: DryRun): string {
  const sent = input === null ? '' : `\n${safeText(JSON.stringify(input, null, 2))}`
  return `Nothing was changed. This would be ${would}${sent}`
}
