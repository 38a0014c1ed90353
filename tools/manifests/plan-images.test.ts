/** The overlays as they are, with a version: each image is asked for by a tag, and nothing of a placeholder is left. */
import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { withImages } from '@goalixa/ops/plan/images'
import { readManifests } from '@goalixa/ops/plan/manifests'
import { servicesIn } from '@goalixa/ops/plan/services'
import { describe, expect, test } from 'vitest'

const overlays = fileURLToPath(new URL('../../k8s/overlays', import.meta.url))
const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0

describe.skipIf(!hasKubectl)(
  hasKubectl ? 'images of a plan' : 'images of a plan: skipped, kubectl is not installed here',
  () => {
    test.each([
      ['local', ['postgres:18.1-alpine3.22']],
      ['staging', ['postgres:18.1-alpine3.22', 'postgresql-cnpg:18.1']],
      ['production', ['postgres:18.1-alpine3.22', 'postgresql-cnpg:18.1']],
    ])('%s: ours are of the version, those of others of their own', async (environment, others) => {
      const text = execFileSync('kubectl', ['kustomize', `${overlays}/${environment}`], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const asked = new Set<string>()
      const planned = await Promise.all(
        servicesIn(readManifests(text)).map((service) =>
          withImages(service, {
            tags: { '*': '1.4.0', pwa: '1.4.1' },
            resolve: async ({ repository, reference }) => {
              asked.add(`${repository.split('/').at(-1)}:${reference}`)
              return { digest: `sha256:${'a'.repeat(64)}`, platforms: {} }
            },
          }),
        ),
      )
      const ours = ['api:1.4.0', 'app:1.4.0', 'auth:1.4.0', 'landing:1.4.0', 'ops:1.4.0', 'pwa:1.4.1']
      expect([...asked].toSorted()).toEqual([...ours, ...others].toSorted())
      expect(JSON.stringify(planned)).not.toMatch(/0{64}/)
    })
  },
)
