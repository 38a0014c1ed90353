/** What a Harbor adds to the checks of a run: accounts that last, scans, signatures. */
import type { CheckOptions } from './checks.ts'
import type { GateRules } from './gates/gate-rules.ts'
import { signatureGate } from './gates/signature-gate.ts'
import { vulnerabilityGate } from './gates/vulnerability-gate.ts'
import { harborCheck } from './preflight/harbor-health.ts'
import { robotCheck } from './preflight/robots.ts'
import type { Harbor } from './registry/harbor.ts'
import type { Registry } from './registry/registry.ts'

export interface RegistryCheckOptions {
  readonly harbor: Harbor
  readonly registry: Registry
  /** Of Harbor, as the names of its images begin. */
  readonly host: string
  /** Who asks. */
  readonly own?: string
  readonly rules: GateRules
}

export const registryChecks = ({
  harbor,
  registry,
  host,
  own,
  rules,
}: RegistryCheckOptions): Required<Pick<CheckOptions, 'preflight' | 'gates'>> => ({
  preflight: [
    harborCheck({ harbor, host }),
    robotCheck({ harbor, host, ...(own === undefined ? {} : { own }) }),
  ],
  gates: [
    vulnerabilityGate({ harbor, host, rules }),
    // Without a key of ours nobody could say whose signature it is.
    ...(rules.keys.length === 0 ? [] : [signatureGate({ host, registry, keys: rules.keys })]),
  ],
})
