/** Whether every image of a plan can be pulled on the nodes that there are, with the pull secrets of its pods. */
import type { Cluster } from '../cluster.ts'
import { completionOf } from '../judge/completion.ts'
import { kinds } from '../kinds.ts'
import type { KubeObject } from '../kube-object.ts'
import { objectKey } from '../object-key.ts'
import { imageParts } from '../plan/images.ts'
import { isWorkload } from '../plan/order.ts'
import { objectsOf } from '../plan/plan.ts'
import { credentialsIn } from '../registry/docker-config.ts'
import { readPullSecrets } from '../registry/pull-secrets.ts'
import type { PullSecrets } from '../registry/pull-secrets.ts'
import { pullFindings } from '../registry/pullable.ts'
import type { PullFinding } from '../registry/pullable.ts'
import { splitRepository } from '../registry/split-repository.ts'
import type { LookContext } from '../rollout/context.ts'
import type { PreflightFinding } from './finding.ts'
import { containersOf, podsIn } from './pod-specs.ts'
import type { PreflightCheck } from './preflight.ts'
import { platformsFor } from './room.ts'

interface Wanted extends PullSecrets {
  readonly repository: string
  readonly reference: string
  readonly tag?: string
  readonly namespace: string
  readonly nodes: readonly string[]
}

/** What goes out. */
export const checkPulls: PreflightCheck = async (context) => {
  const objects = objectsOf(context.journal.plan)
  const wanted = await wantedImages(context.cluster, objects, objects)
  return told('pull', wanted, await look(context, wanted))
}

/** What runs now, and would have to be pulled again by whatever takes this run back. */
export const checkEarlierPulls: PreflightCheck = async (context) => {
  // Whoever goes back leaves what runs now.
  if (context.journal.run().kind === 'rollback') return []
  const planned = objectsOf(context.journal.plan)
  const goingOut = new Set(imagesIn(planned).map(({ repository, reference }) => `${repository}@${reference}`))
  // A version that does not run well is nothing to go back to, and must not keep its repair out.
  const now = (await runningNow(context)).filter((object) => completionOf(object).complete)
  const wanted = (await wantedImages(context.cluster, now, [])).filter(
    ({ repository, reference }) => !goingOut.has(`${repository}@${reference}`),
  )
  const found = await look(context, wanted)
  // It runs where it fits, as it did before, and what its tag means by now is of no account.
  const lost = found.map((some) => some.filter(({ about }) => about !== 'platform' && about !== 'tag'))
  return told('rollback', wanted, lost)
}

/** The workloads that this plan changes, as they are. */
async function runningNow({ cluster, journal, live }: LookContext): Promise<readonly KubeObject[]> {
  const changed = journal.plan.services.flatMap(({ manifests, changes }) => {
    const own = new Set(changes.filter(({ action }) => action === 'change').map(({ object }) => object))
    return manifests.filter((object) => isWorkload(object) && own.has(objectKey(object)))
  })
  const found = await Promise.all(
    changed.map(async (object) => {
      const { name, namespace } = object.metadata
      const now =
        live?.get(objectKey(object)) ?? (await cluster.get(await cluster.kindOf(object), name, namespace))
      return now === undefined ? [] : [{ ...now, kind: object.kind }]
    }),
  )
  return found.flat()
}

const imagesIn = (objects: readonly KubeObject[]) =>
  podsIn(objects).flatMap((pods) =>
    containersOf(pods.spec).flatMap(({ image }) => {
      if (typeof image !== 'string') return []
      const { repository, tag, digest } = imageParts(image)
      const named = tag === undefined ? {} : { tag }
      return [{ pods, repository, reference: digest ?? tag ?? 'latest', ...named }]
    }),
  )

/** Each image once for the secrets and the nodes that it is pulled with. */
async function wantedImages(
  cluster: Cluster,
  objects: readonly KubeObject[],
  brought: readonly KubeObject[],
): Promise<readonly Wanted[]> {
  const all = new Map<string, Wanted>()
  const nodes = (await cluster.list(kinds.Node)).items
  for (const { pods, ...image } of imagesIn(objects)) {
    const secrets = await readPullSecrets(cluster, pods, brought)
    const one = { ...image, namespace: pods.namespace, nodes: platformsFor(pods.spec, nodes), ...secrets }
    all.set(JSON.stringify([one.repository, one.reference, one.texts, one.nodes]), one)
  }
  return [...all.values()]
}

const look = (
  { clock, lock }: LookContext,
  wanted: readonly Wanted[],
): Promise<readonly (readonly PullFinding[])[]> =>
  Promise.all(
    wanted.map(({ texts, ...image }) =>
      pullFindings({
        ...image,
        credentials: texts.flatMap((text) => credentialsIn(text, image.repository) ?? []),
        clock,
        signal: lock.lost,
      }),
    ),
  )

/** A registry that gives no answer is one finding, however many images are in it. */
function told(
  check: 'pull' | 'rollback',
  wanted: readonly Wanted[],
  found: readonly (readonly PullFinding[])[],
): readonly PreflightFinding[] {
  const silent = new Map<string, PreflightFinding>()
  const images = wanted.flatMap((image, index) =>
    found[index]!.flatMap((one): readonly PreflightFinding[] => {
      if (one.about !== 'registry') return [imageFinding(check, image, one)]
      const object = `registry ${splitRepository(image.repository)?.host}`
      const message = `nobody knows whether its images can be pulled: ${one.message}`
      silent.set(object, { check, level: one.level, object, message })
      return []
    }),
  )
  return [...silent.values(), ...images]
}

function imageFinding(
  check: 'pull' | 'rollback',
  { repository, reference, tag, namespace, unread, useless }: Wanted,
  { level, about, message }: PullFinding,
): PreflightFinding {
  const name = tag === undefined ? `${repository}@${reference.slice(0, 19)}` : `${repository}:${tag}`
  const reasons = about === 'secret' ? [...unread, ...useless] : []
  return {
    check,
    // The secret may come with this very deploy, or may be nobody's to read but the kubelet's.
    level: about === 'secret' && unread.length > 0 ? 'warning' : level,
    object: `image ${name} in ${namespace}`,
    message: `${check === 'rollback' ? 'runs now, and could not be gone back to: ' : ''}${message}${reasons.length === 0 ? '' : ` (${reasons.join(', ')})`}`,
  }
}
