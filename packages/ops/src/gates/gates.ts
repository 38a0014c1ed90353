/** Doors that a plan passes before it goes out. Each can be opened with a reason, which stays in the journal. */
import type { LookContext, StepResult } from '../rollout/context.ts'

interface GateFinding {
  /** What is refused: an image, a service. */
  readonly object: string
  readonly message: string
}

export interface Gate {
  /** The name in `--override NAME=REASON`. */
  readonly name: string
  readonly check: (context: LookContext) => Promise<readonly GateFinding[]>
}

/** Contract migrations leave a database that only the new code works with: somebody has to say that it is time. */
export const contractGate = (isAllowed: boolean): Gate => ({
  name: 'contract',
  check: async ({ journal }) =>
    isAllowed
      ? []
      : journal.plan.services
          .filter(({ migration }) => migration?.kind === 'contract')
          .map(({ name }) => ({
            object: name,
            message:
              'has a contract migration, after which there is no way back: allow it with --allow-contract',
          })),
})

/** Fails with the findings of every gate that nobody has opened. */
export async function passGates(context: LookContext, gates: readonly Gate[]): Promise<StepResult> {
  const { overrides } = context.journal.run()
  const refused: (GateFinding & { gate: string })[] = []
  for (const { name, check } of gates) {
    const found = await check(context)
    const reason = Object.hasOwn(overrides, name) ? overrides[name] : undefined
    const state = found.length === 0 ? 'passed' : reason === undefined ? 'closed' : 'overridden'
    const words = found.map(({ object, message }) => `${object} ${message}`).join('; ')
    context.tell('gate', `${name}: ${state}${words === '' ? '' : `: ${words}`}`, {
      data: { gate: name, state, findings: found, ...(reason === undefined ? {} : { reason }) },
    })
    if (state === 'closed') refused.push(...found.map((one) => ({ ...one, gate: name })))
  }
  if (refused.length === 0) return { outcome: 'ok' }
  const [{ gate, object, message }] = refused as [GateFinding & { gate: string }]
  return { outcome: 'failed', detail: `${gate}: ${object} ${message}`, data: refused }
}
