/** Takes the lock from somebody who cannot give it back. Whoever still believes to have it finds out before it writes. */
import { isRefusal } from './api-refusal.ts'
import type { Clock } from './clock.ts'
import type { Cluster } from './cluster.ts'
import { kinds } from './kinds.ts'
import { leaseName } from './lock.ts'
import { microTime } from './micro-time.ts'

interface UnlockOptions {
  readonly cluster: Cluster
  readonly clock: Clock
  readonly namespace: string
  readonly environment: string
  /** Who takes it, and why: kept on the Lease. */
  readonly actor: string
  readonly reason: string
}

export interface Holding {
  readonly holder: string
  /** RFC 3339. */
  readonly since: string
  readonly doing: string
  readonly token: number
}

const unlockedAnnotation = 'goalixa.com/unlocked'

/** Who holds the lock; undefined when it is free. */
export async function readLock({
  cluster,
  namespace,
  environment,
}: Pick<UnlockOptions, 'cluster' | 'namespace' | 'environment'>): Promise<Holding | undefined> {
  const lease = await cluster.get(kinds.Lease, leaseName(environment), namespace)
  const { holderIdentity, acquireTime, leaseTransitions } = lease?.spec ?? {}
  if (!holderIdentity) return undefined
  return {
    holder: String(holderIdentity),
    since: String(acquireTime).replace(/\.\d+Z$/, 'Z'),
    doing: lease?.metadata.annotations?.['goalixa.com/doing'] ?? '',
    token: Number(leaseTransitions),
  }
}

/** Returns from whom it was taken; undefined when it was free. Its token grows, so that the old one is worth nothing. */
export async function unlock(options: UnlockOptions): Promise<Holding | undefined> {
  const { cluster, clock, namespace, environment, actor, reason } = options
  for (;;) {
    const held = await readLock(options)
    const lease = await cluster.get(kinds.Lease, leaseName(environment), namespace)
    if (held === undefined || lease === undefined) return undefined
    try {
      await cluster.replace(kinds.Lease, {
        ...lease,
        metadata: {
          ...lease.metadata,
          annotations: {
            ...lease.metadata.annotations,
            [unlockedAnnotation]: `${clock.date().toISOString()} by ${actor}: ${reason}`,
          },
        },
        spec: {
          ...lease.spec,
          holderIdentity: '',
          renewTime: microTime(clock.date()),
          leaseTransitions: Number(lease.spec?.['leaseTransitions'] ?? 0) + 1,
        },
      })
      return held
    } catch (error) {
      // It was renewed meanwhile.
      if (!isRefusal(error, 'Conflict')) throw error
    }
  }
}
