/** What is looked at before a run, as the environment variables and `--gates` have it. */
import { readFile } from 'node:fs/promises'
import type { CheckOptions } from '@goalixa/ops/checks'
import { readGateRules, usualRules } from '@goalixa/ops/gates/gate-rules'
import type { GateRules } from '@goalixa/ops/gates/gate-rules'
import { stagingGate } from '@goalixa/ops/gates/staging-gate'
import { checkEarlierPulls, checkPulls } from '@goalixa/ops/preflight/pulls'
import { openRegistry } from '@goalixa/ops/registry/registry'
import { registryChecks } from '@goalixa/ops/registry-checks'
import { UsageError } from '../failure.ts'
import { openOpsHarbor } from './harbor.ts'
import type { OpsPlace } from './place.ts'
import { stagedAt } from './staged.ts'

export interface CheckFlags {
  readonly gates?: string | undefined
  readonly kubeconfig?: string | undefined
  readonly 'staging-context'?: string | undefined
}

interface OpenChecks {
  readonly checks: Required<Pick<CheckOptions, 'preflight' | 'gates'>>
  readonly close: () => Promise<void>
}

const pulls = [checkPulls, checkEarlierPulls]

/** What a Harbor adds comes only with one. `gates`: a file with rules other than the usual ones. */
export async function openRunChecks(
  { clock, environment }: OpsPlace,
  { gates: file, kubeconfig, 'staging-context': context }: CheckFlags,
): Promise<OpenChecks> {
  const rules = file === undefined ? usualRules : await rulesIn(file)
  const opened = await openOpsHarbor(clock)
  if (opened === undefined) {
    if (file === undefined) return { checks: { preflight: pulls, gates: [] }, close: async () => undefined }
    throw new UsageError('--gates needs a Harbor that can be asked', 'set GOALIXA_HARBOR_URL')
  }
  const { harbor, host, credentials } = opened
  const registry = openRegistry({ host, clock, ...(credentials === undefined ? {} : { credentials }) })
  const { preflight, gates } = registryChecks({
    harbor,
    registry,
    host,
    rules,
    ...(credentials === undefined ? {} : { own: credentials.username }),
  })
  const readStaged = context === undefined ? undefined : () => stagedAt({ kubeconfig, context })
  return {
    checks: {
      preflight: [...pulls, ...preflight],
      gates: environment === 'production' ? [stagingGate(readStaged), ...gates] : gates,
    },
    close: async () => {
      await Promise.all([opened.close(), registry.close()])
    },
  }
}

async function rulesIn(file: string): Promise<GateRules> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`, 'check the path')
  }
  return readGateRules(text, file)
}
