/** The checks of a run, put together: what is looked at before, and what proves it after. */
import { contractGate, passGates } from './gates/gates.ts'
import type { Gate } from './gates/gates.ts'
import { preflight } from './preflight/preflight.ts'
import type { PreflightCheck } from './preflight/preflight.ts'
import { ok } from './rollout/context.ts'
import type { RunContext, StepResult } from './rollout/context.ts'
import type { Checks } from './rollout/engine.ts'
import { askBehindRoute } from './verify/behind-route.ts'
import type { Origins, SyntheticUser } from './verify/journeys.ts'
import { originsIn } from './verify/origins.ts'
import { createProbe } from './verify/probe.ts'
import { revisionsIn } from './verify/revisions.ts'
import { measureBaseline, verify } from './verify/verify.ts'
import type { VerifyOptions } from './verify/verify.ts'

export interface CheckOptions {
  /** Instead of the host names of the plan's routes. */
  readonly origins?: Origins
  readonly user: SyntheticUser | undefined
  readonly allowContract: boolean
  /** Of the registry: pulls, scans, signatures. */
  readonly preflight?: readonly PreflightCheck[]
  readonly gates?: readonly Gate[]
}

export const createChecks =
  (options: CheckOptions) =>
  (context: RunContext): Checks => ({
    preflight: () => preflight(context, options.preflight),
    gates: () => passGates(context, [contractGate(options.allowContract), ...(options.gates ?? [])]),
    baseline: () => probing(context, options, measureBaseline),
    verify: (baseline) => probing(context, options, (how) => verify(how, baseline)),
  })

async function probing(
  context: RunContext,
  { origins: given, user }: CheckOptions,
  work: (how: VerifyOptions) => Promise<StepResult>,
): Promise<StepResult> {
  const { clock, cluster, journal, lock, tell } = context
  const objects = journal.plan.services.flatMap(({ manifests }) => manifests)
  const origins = originsIn(objects, given)
  if (Object.keys(origins).length === 0) return { ...ok('no address to ask'), outcome: 'skipped' }
  const probe = createProbe(() => clock.date())
  try {
    return await work({
      // Asking takes a while: whoever lost the run stops here, too.
      probe: {
        ...probe,
        ask: async (request) => {
          lock.assertHeld()
          return probe.ask(request)
        },
      },
      origins,
      user,
      tell,
      askBehindRoute: askBehindRoute(cluster, objects),
      revisions: () => revisionsIn(cluster, objects),
    })
  } finally {
    await probe.close()
  }
}
