/** Proves from outside that people can work: the same requests before and after. */
import type { Tell } from '../events.ts'
import type { StepResult } from '../rollout/context.ts'
import { compare, statsOf } from './compare.ts'
import type { Finding, PathStats } from './compare.ts'
import { journeysFor } from './journeys.ts'
import type { Behind, Origins, SyntheticUser } from './journeys.ts'
import type { Probe } from './probe.ts'
import type { Revisions } from './revisions.ts'

export interface VerifyOptions {
  readonly probe: Probe
  readonly origins: Origins
  readonly user: SyntheticUser | undefined
  readonly tell: Tell
  /** Requests per path in one round. */
  readonly rounds?: number
  /** Asks the services without the route, to tell which of both fails. Undefined where that cannot be done. */
  readonly askBehindRoute?: (what: Behind) => Promise<string>
  /** The revisions that the cluster makes pods of now. */
  readonly revisions?: () => Promise<Revisions>
}

const defaultRounds = 20

/** The figures before a change, as data of the step. Failing paths do not stop a deploy that may mend them. */
export async function measureBaseline(options: VerifyOptions): Promise<StepResult> {
  const stats = await measure(options)
  const broken = stats.filter(({ errors }) => errors > 0)
  for (const one of broken)
    options.tell('verify', `${one.path} was broken before: ${one.problem}`, { data: { ...one } })
  return { outcome: 'ok', data: stats }
}

/** `before` is the data of the baseline's step; its broken paths are compared with nothing. */
export async function verify(options: VerifyOptions, before: unknown): Promise<StepResult> {
  const baseline = (before as readonly PathStats[] | undefined)?.filter(({ errors }) => errors === 0)
  let findings = await round(options, baseline)
  // One slow round may be the neighbour's doing, and connections to pods that leave live a moment longer.
  if (findings.length > 0 && findings.every(({ kind }) => kind === 'slow' || kind === 'revision'))
    findings = await round(options, baseline)
  if (findings.length === 0) return { outcome: 'ok' }
  const where = await Promise.all(findings.map((finding) => explained(options, finding)))
  return { outcome: 'failed', detail: where.join('; '), data: findings }
}

async function round(
  options: VerifyOptions,
  baseline: readonly PathStats[] | undefined,
): Promise<readonly Finding[]> {
  const stats = await measure(options)
  const findings = compare(baseline, stats, await wantedBy(options))
  for (const one of stats) {
    const worse = findings.filter(({ path }) => path === one.path).map(({ message }) => message)
    const words = worse.length === 0 ? `p95 ${Math.round(one.p95)} ms` : worse.join(', ')
    options.tell('verify', `${one.path}: ${words}`, { data: { ...one, findings: worse } })
  }
  return findings
}

/** By path, the revision that should answer. */
async function wantedBy({ origins, user, revisions }: VerifyOptions): Promise<ReadonlyMap<string, string>> {
  const now = (await revisions?.()) ?? {}
  return new Map(
    journeysFor(origins, user).flatMap(({ name, behind }) => {
      const revision = now[behind.origin]
      return revision === undefined ? [] : [[name, revision] as const]
    }),
  )
}

async function measure({
  probe,
  origins,
  user,
  rounds = defaultRounds,
}: VerifyOptions): Promise<readonly PathStats[]> {
  const journeys = journeysFor(origins, user)
  const samples = []
  // One path after the other and one request at a time: what is measured is the service, not our crowd.
  for (const journey of journeys)
    for (let count = 0; count < rounds; count += 1) samples.push(await journey.run(probe))
  return statsOf(samples)
}

async function explained(
  { askBehindRoute, origins, user }: VerifyOptions,
  { path, kind, message }: Finding,
): Promise<string> {
  const words = `${path}: ${message}`
  const journey = journeysFor(origins, user).find(({ name }) => name === path)
  if (kind !== 'error' || askBehindRoute === undefined || journey === undefined) return words
  return `${words} (${await askBehindRoute(journey.behind)})`
}
