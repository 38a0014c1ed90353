/** What was there before a recording began, what happened beside it, and who asked. */
import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { findArtifact } from './state.ts'
import type { SimulatedHarbor } from './start-harbor.ts'
import { readTranscript } from './replay.ts'
import type { Names, Recorded } from './replay.ts'

const docker = {
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
}
const oci = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
}

/** As it was when the first recording began. */
export async function prepareHarbor(harbor: SimulatedHarbor): Promise<void> {
  harbor.state.addProject('library', { public: 'true' })
  harbor.state.addProject('goalixa', { public: 'true' })
  const versions = {
    app: ['1.4.0', '1.4.1', '1.5.0', '1.6.0'],
    api: ['2.0.0', '2.0.1', '2.1.0', '2.2.0'],
    auth: ['0.8.0', '0.9.0', '0.9.1', '0.9.2'],
    migrate: ['1.4.0'],
    postgres: ['16.1', '16.2'],
  }
  for (const [name, tags] of Object.entries(versions))
    for (const tag of tags) await image(harbor, `goalixa/${name}`, tag)
}

/** What the recording left out before its first line. */
export async function prepare(harbor: SimulatedHarbor, name: string, names: Names): Promise<void> {
  const { state } = harbor
  if (name === '07-nested-repository') await image(harbor, 'goalixa/services/app', '1.4.0')
  if (name === '08-multi-arch-index') {
    const [index] = readTranscript(name)
    const { manifests } = index!.requestBody as {
      manifests: { digest: string; platform: { architecture: string } }[]
    }
    for (const { digest, platform } of manifests) {
      const own = await put(harbor, 'goalixa/multi', platform.architecture, oci, platform.architecture)
      names.set(digest.slice(7), own.slice(7))
    }
  }
  if (name === '10-immutable-tags') {
    state.addProject('another')
    state.addProject('goalixa-prod')
    await image(harbor, 'goalixa-prod/app', '1.4.0')
  }
  if (name === '11-prevent-vulnerable') await image(harbor, 'goalixa-stage/api', '2.0.0')
  if (name === '13-auth-failures') {
    const robot = (id: string, expiresAt: number) =>
      state.addRobot({
        name: `robot$goalixa-stage+${id}`,
        level: 'project',
        projectId: 3,
        duration: 1,
        expiresAt,
        disabled: false,
        permissions: [
          {
            kind: 'project',
            namespace: 'goalixa-stage',
            access: [
              { resource: 'repository', action: 'pull' },
              { resource: 'artifact', action: 'read' },
            ],
          },
        ],
      })
    robot('another', -1)
    robot('disabled', Math.floor(Date.now() / 1000) + 86_400)
    robot('expired', 1_700_000_000)
  }
  if (name === '17-damaged-storage') {
    await image(harbor, 'goalixa/broken', '1.0.0')
    await image(harbor, 'goalixa/broken', '2.0.0')
  }
  if (name === '18-read-only-and-delete') {
    const digest = await image(harbor, 'goalixa/gone', '1.0.0')
    const { tags } = findArtifact(state, 'goalixa/gone', digest)!
    tags.push({ id: state.nextId('tag'), name: 'latest', pushedAt: state.time() })
    state.isReadOnly = true
  }
  if (name === '19-scanner-and-policy') {
    await image(harbor, 'goalixa-stage/api', '2.1.0')
    const web = await image(harbor, 'goalixa-stage/web', '1.0.0')
    findArtifact(state, 'goalixa-stage/web', web)!.scan = { status: 'Success', looksLeft: 0, found: [] }
    const { metadata } = state.projects.find((one) => one.name === 'goalixa-stage')!
    Object.assign(metadata, { prevent_vul: 'true', severity: 'high' })
    state.scanLooks = 100
    state.findingsOf = () => [
      {
        id: 'CVE-2099-0001',
        severity: 'Critical',
        package: 'openssl',
        version: '3.0.0',
        fix_version: '3.0.9',
      },
      { id: 'CVE-2099-0002', severity: 'Low', package: 'zlib', version: '1.2', fix_version: '' },
    ]
  }
}

/** What happened just before a recorded request, beyond what its answer shows. */
export async function beforeLine(harbor: SimulatedHarbor, name: string, line: Recorded): Promise<void> {
  const { state } = harbor
  const is = (transcript: string, number: number) => name === transcript && line.number === number
  if (is('17-damaged-storage', 3)) {
    const { digest } = findArtifact(state, 'goalixa/broken', '1.0.0')!
    const answer = await fetch(`http://${harbor.backend.host}/v2/goalixa/broken/manifests/${digest}`, {
      headers: { accept: docker.manifest },
    })
    const { layers } = (await answer.json()) as { layers: { digest: string }[] }
    await rm(harbor.fileOf(layers[0]!.digest))
  }
  if (is('17-damaged-storage', 8))
    await rm(harbor.fileOf(findArtifact(state, 'goalixa/broken', '2.0.0')!.digest))
  if (is('18-read-only-and-delete', 5)) state.isReadOnly = false
  // Three seconds later the scanner was done.
  if (is('19-scanner-and-policy', 14))
    for (const { scan, digest } of state.artifacts)
      if (scan?.status === 'Pending') {
        scan.status = 'Success'
        scan.found = state.findingsOf(digest) as typeof scan.found
      }
}

/** Recordings hide who asked; their notes and claims tell. */
export function basicFor(harbor: SimulatedHarbor, name: string, line: Recorded): string {
  const { note = '', tokenClaims, number } = line
  const { admin, robots } = harbor.state
  const basic = (username: string, password: string) =>
    `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const robot = (ending: string) => {
    const found = robots.find((one) => one.name.endsWith(ending))
    return basic(found?.name ?? 'robot$gone', found?.secret ?? 'gone')
  }
  if (note.startsWith('wrong password')) return basic(admin.username, 'wrong')
  if (note.startsWith('unknown robot') || note.startsWith('deleted robot')) return basic('robot$nobody', 'x')
  if (note.startsWith('disabled robot')) return robot('+disabled')
  if (note.startsWith('expired robot') && !note.endsWith('listed')) return robot('+expired')
  const isPuller = /repository:pull only|pull-only robot|\(robot\)|robot with pull permission/.test(note)
  if (isPuller || tokenClaims?.sub?.endsWith('+pull')) return robot('+pull')
  const isDeployer =
    /robot of another|robot with artifact|as robot/.test(note) ||
    (name === '13-auth-failures' && number >= 22 && number <= 25)
  return isDeployer || tokenClaims?.sub?.endsWith('deployer')
    ? robot('deployer')
    : basic(admin.username, admin.password)
}

async function image(harbor: SimulatedHarbor, repository: string, tag: string): Promise<string> {
  await put(harbor, repository, tag, docker)
  return (await harbor.backend.learn(repository, tag)).digest
}

/** Straight into the registry behind. */
async function put(
  { backend }: SimulatedHarbor,
  repository: string,
  tag: string,
  types: typeof docker,
  architecture = 'amd64',
): Promise<string> {
  const sent = async (method: string, path: string, body: string, type = 'application/octet-stream') => {
    const answer = await fetch(new URL(path, `http://${backend.host}`), {
      method,
      body,
      headers: { 'content-type': type },
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
    return answer
  }
  const blob = async (mediaType: string, content: string) => {
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`
    const begun = await sent('POST', `/v2/${repository}/blobs/uploads/`, '')
    const place = new URL(begun.headers.get('location')!)
    place.searchParams.set('digest', digest)
    await sent('PUT', place.href, content)
    return { mediaType, size: content.length, digest }
  }
  const config = {
    architecture,
    os: 'linux',
    created: new Date(0).toISOString(),
    // As much as was recorded, so that a project holds more than its quota.
    config: { Labels: { version: tag, padding: 'x'.repeat(400) } },
    rootfs: { type: 'layers', diff_ids: [`sha256:${createHash('sha256').update(tag).digest('hex')}`] },
    history: [],
  }
  const manifest = {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: await blob(types.config, JSON.stringify(config)),
    layers: [await blob(types.layer, `${repository} ${tag}`)],
  }
  const answer = await sent(
    'PUT',
    `/v2/${repository}/manifests/${tag}`,
    JSON.stringify(manifest),
    types.manifest,
  )
  return answer.headers.get('docker-content-digest')!
}
