/** What a deploy of a plan would be told before its first change: nothing is locked, journaled or changed. */
import * as z from 'zod'
import type { CheckOptions } from './checks.ts'
import type { Cluster } from './cluster.ts'
import type { Clock } from './clock.ts'
import type { Tell } from './events.ts'
import { contractGate, passGates } from './gates/gates.ts'
import type { Plan } from './plan/plan.ts'
import { preflight } from './preflight/preflight.ts'

export const lookSchema = z.object({
  /** Whether a deploy would go on to its first change. */
  ok: z.boolean(),
  checks: z.array(
    z.object({
      check: z.string(),
      level: z.enum(['error', 'warning']),
      object: z.string(),
      message: z.string(),
    }),
  ),
  gates: z.array(
    z.object({
      gate: z.string(),
      state: z.enum(['passed', 'closed', 'overridden']),
      findings: z.array(z.object({ object: z.string(), message: z.string() })),
    }),
  ),
})
export type Look = z.infer<typeof lookSchema>

export interface LookOptions extends Pick<CheckOptions, 'allowContract' | 'preflight' | 'gates'> {
  readonly cluster: Cluster
  readonly clock: Clock
  readonly namespace: string
  readonly plan: Plan
  readonly forceConflicts: boolean
  readonly overrides: Readonly<Record<string, string>>
}

/** All findings together: gates are asked although checks fail. Rejects like the checks themselves. */
export async function look(options: LookOptions): Promise<Look> {
  const { cluster, clock, namespace, plan, forceConflicts, overrides, allowContract } = options
  const found: { check: unknown[]; gate: unknown[] } = { check: [], gate: [] }
  const tell: Tell = (type, _, { data } = {}) => {
    if (type === 'check' || type === 'gate') found[type].push(data)
  }
  const context = {
    cluster,
    clock,
    namespace,
    tell,
    settings: { deadlineMs: 0, settleMs: 0, forceConflicts },
    lock: { lost: new AbortController().signal },
    journal: { plan, run: () => ({ kind: 'deploy' as const, overrides }) },
  }
  const checked = await preflight(context, options.preflight)
  const passed = await passGates(context, [contractGate(allowContract), ...(options.gates ?? [])])
  const ok = checked.outcome === 'ok' && passed.outcome === 'ok'
  return lookSchema.parse({ ok, checks: found.check, gates: found.gate })
}
