/** A registry by the OCI distribution protocol, reading only. */
import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { createAsker, placeOf, tooLarge } from './ask.ts'
import type { Answer, Question } from './ask.ts'
import type { Credentials } from './docker-config.ts'
import { createLogin } from './login.ts'
import { RegistryRefusal } from './refusal.ts'

export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string }
  readonly artifactType?: string
  readonly annotations?: Readonly<Record<string, string>>
}

export interface Manifest {
  /** Of the bytes that came, whatever the header says. */
  readonly digest: string
  readonly mediaType: string
  /** Of an index: one per platform. */
  readonly manifests?: readonly Descriptor[]
  readonly config?: Descriptor
  readonly layers?: readonly Descriptor[]
}

/** `repository` is without the host: `goalixa/app`. Every call rejects with `RegistryRefusal`. */
export interface Registry {
  readonly manifest: (repository: string, reference: string) => Promise<Manifest>
  /**
   * The last version first, as far as names tell; so many at most. Those that only lead to signatures are left out, and a
   * repository that is not there has none.
   */
  readonly tags: (repository: string, limit: number) => Promise<readonly string[]>
  /** What a tag means, at the least cost. */
  readonly digestNow: (repository: string, reference: string) => Promise<string>
  readonly hasBlob: (repository: string, digest: string) => Promise<void>
  /** A whole small blob, checked against its digest. */
  readonly blob: (repository: string, descriptor: Descriptor) => Promise<Buffer>
  /** Reads the end of a blob, which damaged storage cannot give although it says 200. */
  readonly readEnd: (repository: string, descriptor: Descriptor) => Promise<void>
  /** What refers to a manifest: signatures, SBOMs. By tags where the registry has no such list. */
  readonly referrers: (repository: string, digest: string) => Promise<readonly Descriptor[]>
  readonly close: () => Promise<void>
}

export interface RegistryOptions {
  /** `harbor.example.com`, `127.0.0.1:5000`; only this machine's own may be without TLS. */
  readonly host: string
  readonly clock: Clock
  readonly credentials?: Credentials
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/** Of a type that is not listed a registry says 404, as if it were not there. */
const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]
/** The most that registries take. */
const largestManifest = 4 * 1024 * 1024
const largestBlob = 8 * 1024 * 1024
const endBytes = 1024

export function openRegistry(options: RegistryOptions): Registry {
  const { host, clock, credentials, timeoutMs, signal } = options
  const origin = originOf(host)
  const asker = createAsker({ clock, ...(timeoutMs === undefined ? {} : { timeoutMs }) })
  const login = createLogin({ asker, clock, origin, ...(credentials === undefined ? {} : { credentials }) })

  async function ask(
    repository: string,
    path: string,
    question: Pick<Question, 'method' | 'headers' | 'maxBytes'>,
  ): Promise<Answer> {
    const scope = `repository:${repository}:pull`
    const url = new URL(`/v2/${repository}/${path}`, origin)
    const send = (authorization: string | undefined) =>
      asker.ask({
        ...question,
        url,
        headers: { ...question.headers, ...(authorization === undefined ? {} : { authorization }) },
        ...(signal === undefined ? {} : { signal }),
      })
    const known = login.known(scope)
    let answer = await send(known)
    if (answer.status === 401 && known !== undefined) {
      // Withdrawn before its time: the challenge comes to those only who ask without one.
      login.forget(scope)
      answer = await send(undefined)
    }
    if (answer.status === 401) {
      const header = await login.answerTo(answer, scope, signal)
      if (header !== undefined) answer = await send(header)
      if (answer.status === 401) login.forget(scope)
    }
    if (answer.status < 200 || answer.status > 299) throw refusalOf(answer, url)
    return answer
  }

  const accept = { accept: manifestTypes.join(',') }
  const manifest: Registry['manifest'] = async (repository, reference) => {
    const { headers, body } = await ask(repository, `manifests/${reference}`, {
      method: 'GET',
      headers: accept,
      maxBytes: largestManifest,
    })
    const digest = digestOf(body)
    const place = `${host}/${repository}`
    for (const said of [headers['docker-content-digest'], reference.includes(':') ? reference : undefined])
      if (said !== undefined && said !== digest)
        throw new RegistryRefusal('wrong', `${place} answers with another manifest than ${said}`)
    return { ...manifestIn(body, headers['content-type'], place), digest }
  }

  const blob: Registry['blob'] = async (repository, { digest, size }) => {
    const { body } = await ask(repository, `blobs/${digest}`, {
      method: 'GET',
      headers: {},
      maxBytes: Math.min(size, largestBlob),
    })
    if (digestOf(body) !== digest)
      throw new RegistryRefusal('wrong', `${host}/${repository} answers with another blob than ${digest}`)
    return body
  }

  return {
    manifest,
    blob,
    tags: async (repository, limit) => {
      const found: string[] = []
      // A page is not sorted as versions are, so all of them are needed.
      for (let last = ''; ;) {
        const more = last === '' ? '' : `&last=${encodeURIComponent(last)}`
        const answer = await absentAsUndefined(
          ask(repository, `tags/list?n=${tagsAtOnce}${more}`, {
            method: 'GET',
            headers: {},
            maxBytes: largestManifest,
          }),
        )
        const names = answer === undefined ? [] : tagsIn(answer.body, `${host}/${repository}`)
        found.push(...names.filter((name) => !/^sha256-[0-9a-f]{64}/.test(name)))
        if (answer?.headers['link'] === undefined || names.length === 0 || found.length >= mostTags) break
        last = names.at(-1)!
      }
      return found.toSorted((a, b) => versions.compare(b, a)).slice(0, limit)
    },
    digestNow: async (repository, reference) => {
      const { headers } = await ask(repository, `manifests/${reference}`, {
        method: 'HEAD',
        headers: accept,
        maxBytes: 0,
      })
      return headers['docker-content-digest'] ?? (await manifest(repository, reference)).digest
    },
    hasBlob: async (repository, digest) =>
      void (await ask(repository, `blobs/${digest}`, { method: 'HEAD', headers: {}, maxBytes: 0 })),
    readEnd: async (repository, { digest, size }) => {
      const begin = Math.max(0, size - endBytes)
      if (size === 0) return
      const answer = await ask(repository, `blobs/${digest}`, {
        method: 'GET',
        headers: { range: `bytes=${begin}-${Math.max(0, size - 1)}` },
        maxBytes: Math.max(endBytes, Math.min(size, largestBlob)),
      }).catch((error: unknown) => {
        // It ignores the range and sends all: that much came is all that can be told at this cost.
        if (error instanceof RegistryRefusal && error.code === tooLarge && size > largestBlob)
          return undefined
        throw error
      })
      if (answer === undefined) return
      const { status, headers, body } = answer
      const expected = status === 206 ? size - begin : size
      const total = /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1]
      if (body.length !== expected || (total !== undefined && Number(total) !== size))
        throw new RegistryRefusal('wrong', `${host}/${repository}: ${digest} is not ${size} bytes long`)
    },
    referrers: async (repository, digest) => {
      const found = await absentAsUndefined(
        ask(repository, `referrers/${digest}`, {
          method: 'GET',
          headers: { accept: manifestTypes[0]! },
          maxBytes: largestManifest,
        }),
      )
      if (found !== undefined) return manifestIn(found.body, undefined, host).manifests ?? []
      const tag = digest.replace(':', '-')
      const list = await absentAsUndefined(manifest(repository, tag))
      const signature = await absentAsUndefined(manifest(repository, `${tag}.sig`))
      const own = signature && { mediaType: signature.mediaType, digest: signature.digest, size: 0 }
      return [...(list?.manifests ?? []), ...(own === undefined ? [] : [own])]
    },
    close: asker.close,
  }
}

const tagsAtOnce = 1000
const mostTags = 20_000
const versions = new Intl.Collator('en', { numeric: true })

function tagsIn(body: Buffer, place: string): readonly string[] {
  try {
    const { tags } = JSON.parse(body.toString('utf8')) as { tags?: unknown }
    if (tags === null || tags === undefined) return []
    if (Array.isArray(tags) && tags.every((one) => typeof one === 'string')) return tags
  } catch {
    // Told below.
  }
  throw new RegistryRefusal('wrong', `${place} answers with something that is no list of tags`)
}

export const digestOf = (bytes: Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`

const originOf = (host: string): URL => {
  const isOwn = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/.test(host)
  return new URL(`${isOwn ? 'http' : 'https'}://${host}`)
}

function manifestIn(body: Buffer, contentType: string | undefined, place: string): Omit<Manifest, 'digest'> {
  let parsed: unknown
  try {
    parsed = JSON.parse(body.toString('utf8'))
  } catch {
    parsed = undefined
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new RegistryRefusal('wrong', `${place} answers with something that is no manifest`)
  const { mediaType, manifests, config, layers } = parsed as Partial<Manifest>
  return {
    mediaType: mediaType ?? contentType ?? '',
    ...(Array.isArray(manifests) ? { manifests } : {}),
    ...(config === undefined ? {} : { config }),
    ...(Array.isArray(layers) ? { layers } : {}),
  }
}

function refusalOf({ status, body }: Answer, url: URL): RegistryRefusal {
  let said: { code?: unknown; message?: unknown } | undefined
  try {
    said = (JSON.parse(body.toString('utf8')) as { errors?: readonly (typeof said)[] }).errors?.[0]
  } catch {
    said = undefined
  }
  const words = typeof said?.message === 'string' ? said.message.slice(0, 300) : undefined
  const ending = words === undefined ? '' : `: ${words}`
  return new RegistryRefusal('refused', `${placeOf(url)} answers ${status}${ending}`, {
    status,
    ...(words === undefined ? {} : { said: words }),
    ...(typeof said?.code === 'string' ? { code: said.code } : {}),
  })
}

async function absentAsUndefined<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof RegistryRefusal && error.status === 404) return undefined
    throw error
  }
}
