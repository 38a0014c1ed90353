/** Backups that a cluster makes by itself, by what it says of them: when one last succeeded. */
import { ApiRefusal } from '../api-refusal.ts'
import type { Clock } from '../clock.ts'
import type { Cluster } from '../cluster.ts'
import { kinds } from '../kinds.ts'
import type { KubeObject } from '../kube-object.ts'
import { objectKey } from '../object-key.ts'
import { AppError } from '@goalixa/contracts/errors'

/** On CronJobs: `dump` writes encrypted dumps, `drill` restores the newest of them. */
const backupLabel = 'goalixa.com/backup'

export interface ClusterBackups {
  /** `CronJob goalixa-db/backup-dump` */
  readonly object: string
  /** `base` is of the operator that runs the database. */
  readonly kind: 'dump' | 'drill' | 'base'
  /** As cron writes it; empty when nothing says it. */
  readonly schedule: string
  readonly lastSuccess: string | null
  /** Whether the last success is less than `freshHours` ago. */
  readonly isFresh: boolean
}

/** Nightly ones have two hours to be done. */
export const freshHours = 26

export const isFresh = (at: string | null, now: Date, hours: number = freshHours): boolean =>
  at !== null && now.getTime() - Date.parse(at) < hours * 3_600_000

/** Rejects with `ApiRefusal` where it may not look. */
export async function readClusterBackups(cluster: Cluster, clock: Clock): Promise<readonly ClusterBackups[]> {
  const [jobs, clusters] = await Promise.all([
    cluster.list(kinds.CronJob, { labelSelector: `${backupLabel} in (dump,drill)` }),
    databaseClusters(cluster),
  ])
  const of = (object: KubeObject, kind: ClusterBackups['kind'], lastSuccess: string | null) => ({
    object: objectKey(object),
    kind,
    schedule: String(object.spec?.['schedule'] ?? ''),
    lastSuccess,
    // A drill is weekly.
    isFresh: isFresh(lastSuccess, clock.date(), kind === 'drill' ? 8 * 24 : freshHours),
  })
  return [
    ...jobs.items.map((object) =>
      of(
        { ...object, kind: 'CronJob', apiVersion: 'batch/v1' },
        object.metadata.labels?.[backupLabel] === 'drill' ? 'drill' : 'dump',
        (object.status?.['lastSuccessfulTime'] as string | undefined) ?? null,
      ),
    ),
    ...clusters.map((object) =>
      of(object, 'base', (object.status?.['lastSuccessfulBackup'] as string | undefined) ?? null),
    ),
  ]
}

const databaseCluster = { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster' }

/** Of CloudNativePG; none where it is not installed. */
async function databaseClusters(cluster: Cluster): Promise<readonly KubeObject[]> {
  try {
    const { items } = await cluster.list(await cluster.kindOf(databaseCluster), {
      labelSelector: 'app.kubernetes.io/part-of=goalixa',
    })
    return items.map((object) => ({ ...object, ...databaseCluster }))
  } catch (error) {
    if (error instanceof AppError && error.code === 'ops.kind_unknown') return []
    if (error instanceof ApiRefusal && error.status === 404) return []
    throw error
  }
}
