/** The manifests of this repository, rendered by the real kubectl where there is one. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { readManifests } from './manifests.ts'
import { findManifests, kubectlVersion, renderManifests } from './render.ts'

const folder = await mkdtemp(join(tmpdir(), 'goalixa-render-'))
afterAll(() => rm(folder, { recursive: true }))
const hasKubectl = await kubectlVersion().then(
  () => true,
  () => false,
)
const broken = join(folder, 'overlays', 'staging')
await mkdir(broken, { recursive: true })
await writeFile(join(broken, 'kustomization.yaml'), 'resources: [nowhere.yaml]\n')

test('the folder with the manifests is found from anywhere below', async () => {
  expect(await findManifests(import.meta.dirname)).toMatch(/\/k8s$/)
  expect(await findManifests(folder)).toBeUndefined()
})

test.skipIf(!hasKubectl)('kubectl renders an overlay, and the same one to the same bytes', async () => {
  const k8s = (await findManifests(import.meta.dirname))!
  const [first, second] = await Promise.all([renderManifests(k8s, 'local'), renderManifests(k8s, 'local')])
  expect(first).toBe(second)
  expect(readManifests(first).some(({ kind }) => kind === 'Deployment')).toBe(true)
})

test.skipIf(!hasKubectl)('what kubectl complains of is told', async () => {
  await expect(renderManifests(folder, 'staging')).rejects.toMatchObject({
    code: 'ops.manifests',
    message: expect.stringContaining('nowhere.yaml') as string,
  })
})

test('an environment without an overlay, and a machine without kubectl, are told apart', async () => {
  await expect(renderManifests(folder, 'production')).rejects.toMatchObject({
    code: 'ops.manifests',
    message: expect.stringContaining('there is no folder') as string,
  })
  vi.stubEnv('PATH', folder)
  await expect(renderManifests(folder, 'staging')).rejects.toMatchObject({ code: 'ops.kubectl_missing' })
  vi.unstubAllEnvs()
})
