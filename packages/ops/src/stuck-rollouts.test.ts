/** What cannot simply be taken back: a StatefulSet that is stuck, and migrations that contract. */
import { describe, expect, test } from 'vitest'
import { deploy } from './deploy.ts'
import type { KubeObject } from './kube-object.ts'
import { imageOf } from './testing/rollout.ts'
import { play } from './testing/play.ts'
import { startRollouts } from './testing/start-rollouts.ts'

function statefulSet(version: string): KubeObject {
  const labels = { 'app.kubernetes.io/name': 'database' }
  const container = {
    name: 'postgres',
    image: imageOf('landing', version),
    readinessProbe: { httpGet: { path: '/', port: 8080 } },
  }
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'postgres', namespace: 'goalixa-landing', labels },
    spec: {
      serviceName: 'postgres',
      replicas: 3,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [container] } },
    },
  }
}

describe('what cannot simply be taken back', () => {
  test('nothing goes back past a contract migration', { timeout: 60_000 }, async () => {
    const { setting, ended } = await play({
      behaviour: { pull: 'missing' },
      manifests: (objects) => {
        for (const job of objects.filter(
          ({ kind, metadata }) => kind === 'Job' && metadata.name === 'auth-migrate',
        ))
          job.metadata.labels!['goalixa.com/migration'] = 'contract'
      },
    })
    expect(ended.outcome).toBe('rollback-failed')
    expect(ended.because).toMatch(/ErrImagePull.*past the contract migration of auth/s)
    expect(setting.running()).toMatchObject({ auth: [imageOf('auth', '2')] })
  })

  test(
    'a StatefulSet that would wait for ever for the pod of the broken revision',
    { timeout: 60_000 },
    async () => {
      const setting = await startRollouts({ [imageOf('landing', '2')]: { crash: 'always' } })
      await setting.cluster.apply(statefulSet('1'))
      const set = () => setting.server.store.get('statefulsets', 'goalixa-landing', 'postgres')!
      await expect.poll(() => set().status?.['readyReplicas'], { timeout: 30_000 }).toBe(3)
      const plan = await setting.planFor('1', (objects) => objects.push(statefulSet('2')))
      const ended = await deploy(setting.operator, plan, { reason: 'broken' })
      expect(ended.outcome).toBe('rolled-back')
      const words = setting.events.filter(({ type }) => type === 'rollback').map(({ message }) => message)
      expect(words).toContain('deleting postgres-2, which keeps the broken revision')
      const images = () =>
        setting.server.store
          .list('pods', 'goalixa-landing')
          .filter(({ metadata }) => metadata.name.startsWith('postgres'))
          .map(({ spec }) => spec!['containers'][0].image as string)
      await expect.poll(images, { timeout: 30_000 }).toEqual([1, 2, 3].map(() => imageOf('landing', '1')))
      expect(set().status).toMatchObject({ readyReplicas: 3 })
    },
  )
})
