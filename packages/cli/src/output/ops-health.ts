/** Words for how an environment looks from outside. */
import * as z from 'zod'
import { safeLine } from './safe-text.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

export const HealthDocument = z.object({
  ok: z.boolean(),
  environment: z.string(),
  /** How many workloads run at all. */
  workloads: z.int(),
  /** Services that have fewer pods than they want. */
  degraded: z.array(z.object({ service: z.string(), waitingFor: z.string() })),
  /** What people do, asked several times. */
  paths: z.array(
    z.object({
      path: z.string(),
      count: z.int(),
      errors: z.int(),
      hops: z.int(),
      /** Days until the certificate ends; null without TLS. */
      tlsDays: z.int().nullable(),
      /** Milliseconds. */
      p50: z.number(),
      p95: z.number(),
      findings: z.array(z.string()),
    }),
  ),
})
export type HealthDocument = z.infer<typeof HealthDocument>

export function healthText(
  { ok, environment, workloads, degraded, paths }: HealthDocument,
  { paint, width }: Pick<Terminal, 'paint' | 'width'>,
): string {
  const seen =
    paths.length === 0
      ? 'No address to ask: the cluster has no routes, name them with --origin api=URL'
      : table(
          [
            { head: 'Path' },
            { head: 'p50', align: 'right' },
            { head: 'p95', align: 'right' },
            { head: 'TLS', align: 'right' },
            { head: 'State', flexible: true },
          ],
          paths.map(({ path, p50, p95, tlsDays, findings }) => [
            path,
            `${Math.round(p50)} ms`,
            `${Math.round(p95)} ms`,
            tlsDays === null ? '–' : `${tlsDays} d`,
            findings.length === 0 ? 'ok' : findings.join('; '),
          ]),
          { width, paintHead: (head) => paint('bold', head) },
        )
  const missing = degraded.map(({ service, waitingFor }) =>
    paint('red', `${safeLine(service)} waits for ${safeLine(waitingFor)}`),
  )
  const verdict = ok
    ? paint('green', `${environment} is well`)
    : paint('red', workloads === 0 ? `nothing runs in ${environment}` : `${environment} is not well`)
  return [seen, ...missing, verdict].join('\n')
}
