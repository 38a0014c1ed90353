/** Whoever carries out a detached rollout may do all that any of our plans needs, and little else. */
import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { openCluster } from '@goalixa/ops/cluster'
import { runnerName } from '@goalixa/ops/detach'
import { readManifests } from '@goalixa/ops/plan/manifests'
import type { Plan } from '@goalixa/ops/plan/plan'
import { servicesIn } from '@goalixa/ops/plan/services'
import { rightWords, rightsFor } from '@goalixa/ops/preflight/access'
import { systemClock } from '@goalixa/ops/system-clock'
import { startCluster } from '@goalixa/ops/testing/cluster/start-cluster'
import { describe, expect, test } from 'vitest'

const k8s = fileURLToPath(new URL('../../k8s', import.meta.url))
const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0
const control = 'goalixa-api'

interface Rule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
}

const rendered = (folder: string) =>
  readManifests(
    execFileSync('kubectl', ['kustomize', `${k8s}/${folder}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  )

describe.skipIf(!hasKubectl)(
  hasKubectl ? 'the runner' : 'the runner: skipped, kubectl is not installed here',
  () => {
    const objects = hasKubectl ? rendered('rbac') : []
    const rulesOf = (name: string): readonly Rule[] =>
      objects.find(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === name)![
        'rules'
      ] as Rule[]
    const bindings = objects.filter(
      ({ kind }) => kind.endsWith('RoleBinding') || kind === 'ClusterRoleBinding',
    )

    test.each(['local', 'staging', 'production'])('may do what %s needs', async (environment) => {
      const server = await startCluster()
      const cluster = openCluster({ text: server.kubeconfig, clock: systemClock })
      const manifests = rendered(`overlays/${environment}`)
      const plan = { services: servicesIn(manifests), prune: [] } as unknown as Plan
      const needed = await rightsFor(cluster, plan, control)
      const isGiven = ({ verb, group, resource, subresource, namespace }: (typeof needed)[number]) =>
        bindings
          .filter(({ metadata }) => metadata.namespace === namespace)
          .flatMap((binding) => rulesOf(binding['roleRef'].name as string))
          .some(
            ({ apiGroups, resources, verbs }) =>
              apiGroups.includes(group) &&
              resources.includes(subresource === undefined ? resource : `${resource}/${subresource}`) &&
              verbs.includes(verb),
          )
      expect(needed.length).toBeGreaterThan(100)
      expect(needed.filter((right) => !isGiven(right)).map(rightWords)).toEqual([])
      const runner = manifests.find(
        ({ kind, metadata }) => kind === 'CronJob' && metadata.name === runnerName,
      )
      expect(runner).toMatchObject({ metadata: { namespace: control }, spec: { suspend: true } })
      expect(runner!.spec!['jobTemplate'].spec.template.spec.serviceAccountName).toBe('goalixa-ops')
      await cluster.close()
      await server.close()
    })

    test('may give no rights, read no secret, and has no wildcard', () => {
      const rules = objects.flatMap((object) => (object['rules'] ?? []) as Rule[])
      expect(rules.length).toBeGreaterThan(10)
      const words = rules.flatMap(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs])
      for (const forbidden of [
        '*',
        'secrets',
        'rbac.authorization.k8s.io',
        'impersonate',
        'escalate',
        'bind',
      ])
        expect(words).not.toContain(forbidden)
      for (const { subjects } of bindings)
        expect(subjects).toEqual([{ kind: 'ServiceAccount', name: 'goalixa-ops', namespace: control }])
    })
  },
)
