/** Whether the accounts that images are pulled with last longer than the run: one that ends on the way stops pods. */
import type { Clock } from '../clock.ts'
import { levelsOf, objectsOf } from '../plan/plan.ts'
import { imagesOf } from '../gates/plan-images.ts'
import type { Harbor } from '../registry/harbor.ts'
import { splitProject } from '../registry/harbor/address.ts'
import type { Robot } from '../registry/harbor/robots.ts'
import { credentialsOfPods } from '../registry/pull-secrets.ts'
import { RegistryRefusal } from '../registry/refusal.ts'
import type { PreflightFinding } from './finding.ts'
import type { PreflightCheck } from './preflight.ts'

interface RobotOptions {
  readonly harbor: Pick<Harbor, 'robots' | 'project'>
  /** Of Harbor, as the names of its images begin. */
  readonly host: string
  /** Who asks Harbor, which may be a robot as well. */
  readonly own?: string
}

const soonMs = 7 * 86_400_000

export const robotCheck =
  ({ harbor, host, own }: RobotOptions): PreflightCheck =>
  async ({ cluster, clock, journal, settings }) => {
    const { plan } = journal
    const images = imagesOf(plan).filter((image) => image.host === host)
    if (images.length === 0) return []
    const credentialsFor = credentialsOfPods(cluster, objectsOf(plan))
    const names = new Set(own === undefined ? [] : [own])
    for (const { repository } of images)
      for (const { username } of await credentialsFor(`${host}/${repository}`)) names.add(username)
    const projects = new Set(images.map(({ repository }) => splitProject(repository).project))
    // Every level may use its time twice: forth, and back.
    const runMs = settings.deadlineMs * levelsOf(plan).length * 2
    try {
      const all = [...(await harbor.robots())]
      for (const name of projects) all.push(...(await harbor.robots((await harbor.project(name)).id)))
      return robotFindings(
        all.filter(({ name }) => names.has(name)),
        clock,
        runMs,
      )
    } catch (error) {
      if (!(error instanceof RegistryRefusal)) throw error
      const message = `nobody can see from here until when they last: ${error.message}`
      return [{ check: 'robot', level: 'warning', object: `robots of ${host}`, message }]
    }
  }

/** Pure, but for the clock. */
export function robotFindings(
  robots: readonly Robot[],
  clock: Pick<Clock, 'date'>,
  runMs: number,
): readonly PreflightFinding[] {
  const now = clock.date().getTime()
  return robots.flatMap(({ name, isDisabled, expiresAt }): readonly PreflightFinding[] => {
    const finding = (level: 'error' | 'warning', message: string) =>
      [{ check: 'robot', level, object: `robot ${name}`, message }] as const
    if (isDisabled) return finding('error', 'is disabled')
    if (expiresAt === undefined) return []
    const left = expiresAt.getTime() - now
    const when = expiresAt.toISOString()
    if (left <= 0) return finding('error', `ended at ${when}: renew it`)
    if (left < runMs) return finding('error', `ends at ${when}, which may be during this run: renew it first`)
    return left < soonMs ? finding('warning', `ends at ${when}: renew it soon`) : []
  })
}
