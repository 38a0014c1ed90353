/** One rollout of version 2 over five services that run version 1, with something going wrong on the way. */
import { deploy } from '../deploy.ts'
import type { Operator } from '../begin-run.ts'
import type { JsonObject, KubeObject } from '../kube-object.ts'
import type { Behaviour } from './cluster/controllers/behaviours.ts'
import { imageOf, services } from './rollout.ts'
import type { RolloutSetting } from './rollout.ts'
import { startRollouts } from './start-rollouts.ts'

export const all = (version: string) =>
  Object.fromEntries(services.map((service) => [service, [imageOf(service, version)]]))
export const verdictIn = ({ events }: RolloutSetting) => events.find(({ type }) => type === 'verdict')

export interface Case {
  readonly behaviour?: Behaviour
  /** Spoils the manifests of version 2. */
  readonly manifests?: (objects: KubeObject[]) => void
  /** Spoils the cluster before the rollout. */
  readonly before?: (setting: RolloutSetting) => void | Promise<void>
  /** Happens as soon as a step begins. */
  readonly during?: {
    readonly step: string
    readonly happens: (setting: RolloutSetting) => void | Promise<void>
  }
  readonly operator?: Partial<Operator>
}

export async function play(one: Case) {
  const setting = await startRollouts(
    one.behaviour === undefined ? {} : { [imageOf('api', '2')]: one.behaviour },
  )
  await one.before?.(setting)
  const plan = await setting.planFor('2', one.manifests)
  const operator = setting.operatorWith({
    ...one.operator,
    write: (event) => {
      setting.events.push(event)
      if (event.data['state'] === 'begun' && event.message === one.during?.step)
        void one.during.happens(setting)
    },
  })
  const ended = await deploy(operator, plan, { reason: 'version 2' })
  return { setting, ended }
}

/** Does not wait five minutes for what never comes. */
export const hasty = { settings: { deadlineMs: 60_000, settleMs: 5_000, forceConflicts: false } }

export const apiOf = (objects: readonly KubeObject[], kind = 'Deployment') =>
  objects.find((object) => object.kind === kind && object.metadata.name === 'api')!
export const containerOf = (objects: readonly KubeObject[]) =>
  apiOf(objects).spec!['template'].spec.containers[0]
export const editApi = async (setting: RolloutSetting, change: (spec: JsonObject) => object) => {
  const live = structuredClone(setting.server.store.get('deployments', 'goalixa-api', 'api')!)
  setting.server.store.replace('deployments', { ...live, spec: { ...live.spec, ...change(live.spec!) } })
}

/** Its pods are replaced one by one, the last first. */
