/** Signs images of a simulated Harbor as cosign does with a key. */
import { createHash, createSign, generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { SimulatedHarbor } from './start-harbor.ts'

export const signingKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

const signed = (bytes: Buffer | string, key: KeyObject): string =>
  createSign('sha256').update(bytes).sign(key, 'base64')

export const simplePayload = (digest: string, key = 'docker-manifest-digest'): string =>
  JSON.stringify({
    critical: {
      identity: { 'docker-reference': 'goalixa/app' },
      image: { [key]: digest },
      type: 'cosign container image signature',
    },
    optional: null,
  })

/** A DSSE envelope in a bundle, as newer versions make it. */
export function bundleOf(
  statement: object,
  key: KeyObject,
  payloadType = 'application/vnd.in-toto+json',
): string {
  const payload = Buffer.from(JSON.stringify(statement))
  const encoded = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
    payload,
  ])
  return JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: 'x' } },
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType,
      signatures: [{ sig: signed(encoded, key) }],
    },
  })
}

export const signStatement = (digest: string, predicateType = 'https://sigstore.dev/cosign/sign/v1') => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ digest: { sha256: digest.replace('sha256:', '') } }],
  predicateType,
  predicate: {},
})

interface Layer {
  readonly mediaType: string
  readonly content: string
  readonly annotations?: Readonly<Record<string, string>>
}

export const simpleLayer = (digest: string, key: KeyObject, payload = simplePayload(digest)): Layer => ({
  mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
  content: payload,
  annotations: { 'dev.cosignproject.cosign/signature': signed(payload, key) },
})

/** Beside the image as a tag of its own; or, as `referrer`, in the list of what refers to it. */
export async function putSignature(
  { backend }: SimulatedHarbor,
  repository: string,
  digest: string,
  layers: readonly Layer[],
  how: 'tag' | 'referrer' = 'tag',
): Promise<void> {
  const send = async (method: string, path: string, body: string, type = 'application/octet-stream') => {
    const answer = await fetch(new URL(path, `http://${backend.host}`), {
      method,
      body,
      headers: { 'content-type': type },
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
    return answer
  }
  const blob = async (content: string) => {
    const digestOfIt = `sha256:${createHash('sha256').update(content).digest('hex')}`
    const begun = await send('POST', `/v2/${repository}/blobs/uploads/`, '')
    const place = new URL(begun.headers.get('location')!, `http://${backend.host}`)
    place.searchParams.set('digest', digestOfIt)
    await send('PUT', place.href, content)
    return { digest: digestOfIt, size: Buffer.byteLength(content) }
  }
  const manifestType = 'application/vnd.oci.image.manifest.v1+json'
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...(await blob('{}')) },
    layers: await Promise.all(
      layers.map(async ({ content, ...layer }) => ({ ...layer, ...(await blob(content)) })),
    ),
  })
  const tag = digest.replace(':', '-')
  if (how === 'tag') {
    await send('PUT', `/v2/${repository}/manifests/${tag}.sig`, manifest, manifestType)
    await backend.learn(repository, `${tag}.sig`)
    return
  }
  const own = `sha256:${createHash('sha256').update(manifest).digest('hex')}`
  await send('PUT', `/v2/${repository}/manifests/${own}`, manifest, manifestType)
  await backend.learn(repository, own)
  const indexType = 'application/vnd.oci.image.index.v1+json'
  const index = {
    schemaVersion: 2,
    mediaType: indexType,
    manifests: [{ mediaType: manifestType, digest: own, size: manifest.length }],
  }
  await send('PUT', `/v2/${repository}/manifests/${tag}`, JSON.stringify(index), indexType)
  await backend.learn(repository, tag)
}
