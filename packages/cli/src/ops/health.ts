/** How an environment is, seen from outside and from its pods. */
import { AppError } from '@goalixa/contracts/errors'
import { assertEnvironment } from '@goalixa/ops/environment'
import type { KubeObject } from '@goalixa/ops/kube-object'
import { ownLabel, readStatus } from '@goalixa/ops/status'
import { compare } from '@goalixa/ops/verify/compare'
import type { PathStats } from '@goalixa/ops/verify/compare'
import type { Origins, SyntheticUser } from '@goalixa/ops/verify/journeys'
import { originsIn } from '@goalixa/ops/verify/origins'
import { createProbe } from '@goalixa/ops/verify/probe'
import { measureBaseline } from '@goalixa/ops/verify/verify'
import type { HealthDocument } from '../output/ops-health.ts'
import type { OpsPlace } from './place.ts'

interface HealthOptions {
  readonly origins: Origins
  readonly user: SyntheticUser | undefined
  readonly rounds: number
}

export async function readHealth(
  place: OpsPlace,
  { origins, user, rounds }: HealthOptions,
): Promise<HealthDocument> {
  await assertEnvironment(place)
  const { workloads } = await readStatus(place)
  const probe = createProbe(() => place.clock.date())
  try {
    const { data } = await measureBaseline({
      probe,
      origins: originsIn(await routesIn(place), origins),
      user,
      rounds,
      tell: () => undefined,
    })
    const stats = data as readonly PathStats[]
    const findings = compare(undefined, stats)
    const degraded = workloads
      .filter(({ complete }) => !complete)
      .map(({ service, waitingFor }) => ({ service, waitingFor }))
    return {
      ok: workloads.length > 0 && findings.length === 0 && degraded.length === 0,
      environment: place.environment,
      workloads: workloads.length,
      degraded,
      paths: stats.map(({ path, count, errors, hops, tlsDays, p50, p95 }) => ({
        path,
        count,
        errors,
        hops,
        tlsDays: tlsDays ?? null,
        p50,
        p95,
        findings: findings.filter((one) => one.path === path).map(({ message }) => message),
      })),
    }
  } finally {
    await probe.close()
  }
}

const routeKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' }

async function routesIn({ cluster }: OpsPlace): Promise<readonly KubeObject[]> {
  try {
    const { items } = await cluster.list(await cluster.kindOf(routeKind), { labelSelector: ownLabel })
    return items.map((route) => ({ ...route, ...routeKind }))
  } catch (error) {
    // A cluster without the Gateway API has no routes.
    if (error instanceof AppError && error.code === 'ops.kind_unknown') return []
    throw error
  }
}
