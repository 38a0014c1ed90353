/**
 * One writer per environment: a Lease, renewed while the work goes on. A Lease alone fences nobody off: its number of
 * transitions is the token that stands on every object and in the journal, and a run that lost it stops writing.
 * Expiry is counted by what this process saw; two machines' clocks are never compared.
 */
import { AppError } from '@goalixa/contracts/errors'
import { isRefusal, isUnknown } from './api-refusal.ts'
import type { Clock } from './clock.ts'
import type { Cluster } from './cluster.ts'
import type { KubeObject } from './kube-object.ts'
import { kinds } from './kinds.ts'
import { microTime } from './micro-time.ts'

export interface LockOptions {
  readonly cluster: Cluster
  readonly clock: Clock
  /** Where the Lease, the journals and the revisions are. */
  readonly namespace: string
  readonly environment: string
  /** Who: `ali@laptop 3f2c`. Each run has its own. */
  readonly holder: string
  /** What is being done, for whoever finds the lock taken: `deploy 1.4.0`. */
  readonly doing: string
  /** How long to wait for somebody who is alive. */
  readonly waitMs?: number
  /** Ends the waiting. */
  readonly signal?: AbortSignal
}

export interface Lock {
  /** Grows with every holder. */
  readonly token: number
  /** Given when the lock is no longer ours; the reason is an AppError. */
  readonly lost: AbortSignal
  /** Rejects when the lock was lost: asked before every write. */
  readonly assertHeld: () => void
  readonly release: () => Promise<void>
}

const leaseMs = 15_000
/** Held no longer than this without an answer: shorter than the lease, so that we stop before another begins. */
const renewWithinMs = 10_000
const pauseMs = 2_000

const doingAnnotation = 'goalixa.com/doing'

export const leaseName = (environment: string): string => `goalixa-ops-${environment}`

/** Rejects with `ops.lock_held`, naming the holder, since when, and what for. */
export async function acquireLock(options: LockOptions): Promise<Lock> {
  const lease = await take(options)
  return keep(lease, options)
}

async function take(options: LockOptions): Promise<KubeObject> {
  const { cluster, clock, namespace, environment, waitMs = 0, signal } = options
  const since = clock.now()
  let seen: { version: string | undefined; at: number; changes: number } | undefined
  for (;;) {
    const lease = await cluster.get(kinds.Lease, leaseName(environment), namespace)
    const version = lease?.metadata.resourceVersion
    if (lease !== undefined && version !== seen?.version)
      seen = { version, at: clock.now(), changes: (seen?.changes ?? -1) + 1 }
    const isFree = lease === undefined || !lease.spec?.['holderIdentity']
    const isExpired = seen !== undefined && clock.now() - seen.at >= durationOf(lease)
    if (isFree || isExpired) {
      const taken = await tryToTake(lease, options)
      if (taken !== undefined) return taken
      continue
    }
    // A change while we look proves that the holder lives; who is silent gets the time of its lease to show itself.
    if (seen !== undefined && seen.changes > 0 && clock.now() - since >= waitMs)
      throw held(lease, environment)
    await clock.sleep(pauseMs / 2, signal)
  }
}

const durationOf = (lease: KubeObject | undefined): number =>
  Number(lease?.spec?.['leaseDurationSeconds'] ?? leaseMs / 1000) * 1000

/** Undefined when somebody was quicker. */
async function tryToTake(
  before: KubeObject | undefined,
  { cluster, clock, namespace, environment, holder, doing }: LockOptions,
): Promise<KubeObject | undefined> {
  const now = microTime(clock.date())
  const lease: KubeObject = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      ...before?.metadata,
      name: leaseName(environment),
      namespace,
      annotations: { ...before?.metadata.annotations, [doingAnnotation]: doing },
    },
    spec: {
      holderIdentity: holder,
      leaseDurationSeconds: leaseMs / 1000,
      acquireTime: now,
      renewTime: now,
      leaseTransitions: Number(before?.spec?.['leaseTransitions'] ?? 0) + 1,
    },
  }
  try {
    return before === undefined
      ? await cluster.create(kinds.Lease, lease)
      : await cluster.replace(kinds.Lease, lease)
  } catch (error) {
    if (isRefusal(error, 'AlreadyExists') || isRefusal(error, 'Conflict')) return undefined
    // Sent and perhaps done: what is stored tells.
    if (isUnknown(error)) {
      const stored = await cluster.get(kinds.Lease, leaseName(environment), namespace)
      return stored?.spec?.['holderIdentity'] === holder ? stored : undefined
    }
    throw error
  }
}

function held(lease: KubeObject, environment: string): AppError {
  const { holderIdentity, acquireTime } = lease.spec ?? {}
  const doing = lease.metadata.annotations?.[doingAnnotation] ?? 'something'
  return new AppError(
    'ops.lock_held',
    `${environment} is locked by ${holderIdentity} since ${String(acquireTime).replace(/\.\d+Z$/, 'Z')}, for: ${doing}`,
  )
}

function keep(first: KubeObject, { cluster, clock, namespace, environment, holder }: LockOptions): Lock {
  let lease = first
  let renewedAt = clock.now()
  const token = Number(first.spec?.['leaseTransitions'])
  const lost = new AbortController()
  const over = new AbortController()

  const lose = (detail: string) => lost.abort(new AppError('ops.lock_lost', detail))
  const isOurs = (stored: KubeObject | undefined) =>
    stored?.spec?.['holderIdentity'] === holder && Number(stored.spec['leaseTransitions']) === token

  const renew = async () => {
    try {
      lease = await cluster.replace(kinds.Lease, {
        ...lease,
        spec: { ...lease.spec, renewTime: microTime(clock.date()) },
      })
    } catch (error) {
      if (!isRefusal(error, 'Conflict')) throw error
      const stored = await cluster.get(kinds.Lease, leaseName(environment), namespace)
      if (stored === undefined || !isOurs(stored)) {
        lose(`the lock of ${environment} is now held by ${stored?.spec?.['holderIdentity'] || 'nobody'}`)
        return
      }
      lease = stored
    }
    renewedAt = clock.now()
  }

  const loop = async () => {
    while (!lost.signal.aborted && !over.signal.aborted) {
      await clock.sleep(pauseMs, over.signal).catch(() => undefined)
      if (over.signal.aborted) return
      // Refusals and silence alike: another try until the time is over.
      await renew().catch(() => undefined)
      if (clock.now() - renewedAt >= renewWithinMs)
        lose(`the lock of ${environment} could not be renewed for ${renewWithinMs / 1000} s`)
    }
  }
  const ended = loop()

  return {
    token,
    lost: lost.signal,
    assertHeld: () => {
      if (clock.now() - renewedAt >= renewWithinMs) lose(`the lock of ${environment} was not renewed in time`)
      lost.signal.throwIfAborted()
    },
    release: async () => {
      over.abort()
      await ended
      if (lost.signal.aborted) return
      const stored = await cluster.get(kinds.Lease, leaseName(environment), namespace)
      if (stored === undefined || !isOurs(stored)) return
      await cluster.replace(kinds.Lease, { ...stored, spec: { ...stored.spec, holderIdentity: '' } })
    },
  }
}
