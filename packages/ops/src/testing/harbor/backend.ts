/** The registry behind the simulated Harbor, and how what was pushed to it becomes known. */
import { createHash } from 'node:crypto'
import { request } from 'node:http'
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { findArtifact, moveTag } from './state.ts'
import type { Artifact, HarborState } from './state.ts'

export interface Backend {
  /** `127.0.0.1:40123` */
  readonly host: string
  readonly send: (
    method: string,
    path: string,
    headers: OutgoingHttpHeaders,
    body?: Buffer,
  ) => Promise<IncomingMessage>
  /** What is in the registry by this tag or digest becomes an artifact; a tag moves to it. */
  readonly learn: (repository: string, reference: string) => Promise<Artifact>
  /** Blobs are shared, the manifest is put anew, so that its digest stays. */
  readonly copy: (from: Artifact, to: string) => Promise<Artifact>
}

interface Described {
  readonly mediaType?: string
  readonly digest: string
  readonly size: number
  readonly platform?: Readonly<Record<string, unknown>>
}

interface ManifestBody {
  readonly mediaType?: string
  readonly config?: Described
  readonly layers?: readonly Described[]
  readonly manifests?: readonly Described[]
}

const types = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(',')

export function createBackend(host: string, state: HarborState): Backend {
  const send: Backend['send'] = (method, path, headers, body) =>
    new Promise((resolve, reject) => {
      const [hostname, port] = host.split(':')
      const sent = request({ hostname, port, method, path, headers }, resolve)
      sent.once('error', reject)
      sent.end(body)
    })
  const read = async (path: string) => {
    const answer = await send('GET', path, { accept: types })
    const bytes = await bytesOf(answer)
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${bytes.toString()}`)
    return { bytes, type: answer.headers['content-type'] ?? '' }
  }

  const learn: Backend['learn'] = async (name, reference) => {
    const { bytes, type } = await read(`/v2/${name}/manifests/${reference}`)
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    const body = JSON.parse(bytes.toString('utf8')) as ManifestBody
    const repository = state.repository(name)
    let artifact = findArtifact(state, name, digest)
    if (artifact === undefined) {
      for (const child of body.manifests ?? []) await learn(name, child.digest)
      const parts = [...(body.config ? [body.config] : []), ...(body.layers ?? []), ...(body.manifests ?? [])]
      const extra =
        body.config === undefined
          ? undefined
          : extraIn((await read(`/v2/${name}/blobs/${body.config.digest}`)).bytes)
      const subject = /^sha256-([0-9a-f]{64})\.sig$/.exec(reference)?.[1]
      artifact = {
        id: state.nextId('artifact'),
        repository,
        digest,
        manifestType: body.mediaType ?? type,
        configType: body.config?.mediaType ?? body.mediaType ?? type,
        size: bytes.length + parts.reduce((sum, { size }) => sum + size, 0),
        pushedAt: state.time(),
        ...(extra === undefined ? {} : { extra }),
        children: (body.manifests ?? []).map((child) => ({
          digest: child.digest,
          ...(child.platform === undefined ? {} : { platform: child.platform }),
        })),
        ...(subject === undefined ? {} : { subject: `sha256:${subject}` }),
        tags: [],
      }
      state.artifacts.push(artifact)
    }
    if (!reference.startsWith('sha256:')) moveTag(state, artifact, reference)
    return artifact
  }

  const copyBytes = async (from: string, to: string, reference: string): Promise<void> => {
    const { bytes, type } = await read(`/v2/${from}/manifests/${reference}`)
    const body = JSON.parse(bytes.toString('utf8')) as ManifestBody
    for (const { digest } of body.manifests ?? []) await copyBytes(from, to, digest)
    for (const { digest } of [...(body.config ? [body.config] : []), ...(body.layers ?? [])])
      (await send('POST', `/v2/${to}/blobs/uploads/?mount=${digest}&from=${from}`, {})).resume()
    ;(await send('PUT', `/v2/${to}/manifests/${reference}`, { 'content-type': type }, bytes)).resume()
  }

  return {
    host,
    send,
    learn,
    copy: async ({ repository, digest }, to) => {
      await copyBytes(repository.name, to, digest)
      const copied = await learn(to, digest)
      for (const signature of state.artifacts.filter(
        (one) => one.subject === digest && one.repository.id === repository.id,
      )) {
        const tag = signature.tags[0]!.name
        await copyBytes(repository.name, to, tag)
        await learn(to, tag)
      }
      return copied
    },
  }
}

export async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

function extraIn(config: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const { architecture, author = '', config: own, created, os } = JSON.parse(config.toString('utf8'))
    return { architecture, author, config: own, created, os }
  } catch {
    return undefined
  }
}
