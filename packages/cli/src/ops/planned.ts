/** Plans: made from manifests, or read from a file. */
import { readFile } from 'node:fs/promises'
import { AppError } from '@goalixa/contracts/errors'
import { assertEnvironment } from '@goalixa/ops/environment'
import type { KubeObject } from '@goalixa/ops/kube-object'
import { clusterIdentity, makePlan } from '@goalixa/ops/plan/make-plan'
import { readManifests } from '@goalixa/ops/plan/manifests'
import type { Plan } from '@goalixa/ops/plan/plan'
import { readPlan } from '@goalixa/ops/plan/plan-file'
import { findManifests, renderManifests } from '@goalixa/ops/plan/render'
import { credentialsOfOperator } from '@goalixa/ops/registry/operator-credentials'
import { credentialsOfPods } from '@goalixa/ops/registry/pull-secrets'
import { resolveWith } from '@goalixa/ops/registry/resolve-image'
import { readState } from '@goalixa/ops/rollback'
import { readEnvironment } from '../environment.ts'
import type { OpsPlace } from './place.ts'

export interface PlanFlags {
  readonly manifests?: string | undefined
  readonly 'manifests-dir'?: string | undefined
  readonly tag?: readonly string[] | undefined
  readonly services?: string | undefined
  readonly 'allow-mutable'?: boolean
  readonly 'force-conflicts'?: boolean
}

export async function planned(place: OpsPlace, flags: PlanFlags): Promise<Plan> {
  const objects = readManifests(await rendered(place.environment, flags))
  await assertEnvironment(place, { mayBeNew: true })
  const previous = await readState(place)
  return makePlan({
    cluster: place.cluster,
    environment: place.environment,
    objects,
    resolve: resolveWith({ clock: place.clock, credentialsFor: credentialsFor(place, objects) }),
    tags: tagsIn(flags.tag ?? []),
    allowMutable: flags['allow-mutable'] === true,
    forceConflicts: flags['force-conflicts'] === true,
    ...(flags.services === undefined ? {} : { services: namesIn(flags.services) }),
    ...(previous === undefined ? {} : { previous }),
  })
}

/** As the pods would ask; whoever plans before the cluster has their secret asks as themselves. */
function credentialsFor({ cluster }: OpsPlace, objects: readonly KubeObject[]) {
  const ofPods = credentialsOfPods(cluster, objects)
  const ofOperator = credentialsOfOperator(readEnvironment().dockerConfig)
  return async (repository: string) => [...(await ofPods(repository)), ...(await ofOperator(repository))]
}

/** Rejects with `ops.environment` for a plan that was made for another cluster. */
export async function keptPlan({ cluster, environment }: OpsPlace, file: string): Promise<Plan> {
  const plan = readPlan(await textOf(file, 'ops.plan_invalid'), environment)
  if (plan.cluster !== (await clusterIdentity(cluster)))
    throw new AppError('ops.environment', `${file} was made for another cluster than ${cluster.context}`)
  return plan
}

async function rendered(environment: string, flags: PlanFlags): Promise<string> {
  if (flags.manifests !== undefined) return textOf(flags.manifests, 'ops.manifests')
  const folder = flags['manifests-dir'] ?? (await findManifests(process.cwd()))
  if (folder === undefined)
    throw new AppError('ops.manifests', 'there is no folder k8s/overlays here or above', {
      try: 'run it in the repository, or say --manifests-dir FOLDER or --manifests FILE',
    })
  return renderManifests(folder, environment)
}

async function textOf(file: string, code: 'ops.manifests' | 'ops.plan_invalid'): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(error)
    throw new AppError(code, `${file} cannot be read: ${reason}`, { try: 'check the path', cause: error })
  }
}

/** `1.4.0` is for all services, `auth=1.4.0` for one. */
function tagsIn(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((one) => {
      const [, service = '*', tag = one] = /^([a-z-]+)=(.+)$/.exec(one) ?? []
      return [service, tag]
    }),
  )
}

export const namesIn = (list: string): readonly string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
