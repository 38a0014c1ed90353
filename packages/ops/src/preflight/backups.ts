/** Nothing goes to production without a backup that is younger than a day: a migration cannot be undone otherwise. */
import { ApiRefusal } from '../api-refusal.ts'
import { freshHours, readClusterBackups } from '../backup/cluster-backups.ts'
import type { ClusterBackups } from '../backup/cluster-backups.ts'
import type { Clock } from '../clock.ts'
import type { Cluster } from '../cluster.ts'
import type { PreflightFinding } from './finding.ts'

export async function checkBackups(
  cluster: Cluster,
  clock: Clock,
  environment: string,
): Promise<readonly PreflightFinding[]> {
  if (environment !== 'production') return []
  try {
    return backupFindings(await readClusterBackups(cluster, clock))
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error
    return [finding('warning', 'backups', `cannot be looked at: ${error.message}`)]
  }
}

/** The first deploy has nothing to back up yet; after it, one of the ways must have worked. */
function backupFindings(backups: readonly ClusterBackups[]): readonly PreflightFinding[] {
  const made = backups.filter(({ kind }) => kind !== 'drill')
  if (made.length === 0) return [finding('warning', 'backups', 'nothing in the cluster makes any')]
  const drills = backups
    .filter((one) => one.kind === 'drill' && !one.isFresh)
    .map(({ object, lastSuccess }) =>
      finding('warning', object, `restored no backup for a week: ${sinceWords(lastSuccess)}`),
    )
  if (made.some(({ isFresh }) => isFresh)) return drills
  const [newest] = made.toSorted((a, b) => (b.lastSuccess ?? '').localeCompare(a.lastSuccess ?? ''))
  const { object, lastSuccess } = newest!
  const message = `no backup within ${freshHours} hours: ${sinceWords(lastSuccess)}; make one: see docs/operations/runbooks/backup.md`
  // Before the first night there is none.
  return [...drills, finding(lastSuccess === null ? 'warning' : 'error', object, message)]
}

const sinceWords = (lastSuccess: string | null): string =>
  lastSuccess === null ? 'none has succeeded yet' : `the last one that succeeded is of ${lastSuccess}`

const finding = (level: PreflightFinding['level'], object: string, message: string): PreflightFinding => ({
  check: 'backup',
  level,
  object,
  message,
})
