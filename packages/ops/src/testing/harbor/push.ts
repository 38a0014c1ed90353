/** Pushes small real images, as a client of the registry would. */
import { createHash } from 'node:crypto'
import type { Descriptor } from '../../registry/registry.ts'

const types = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
}

export interface PushedImage {
  readonly digest: string
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
}

/** `to` is `host/repository`. */
export async function pushImage(to: string, reference: string, architecture = 'amd64'): Promise<PushedImage> {
  const config = await pushBlob(to, types.config, JSON.stringify({ os: 'linux', architecture, config: {} }))
  const layers = [
    await pushBlob(to, types.layer, `the base, ${'0123456789'.repeat(500)}`),
    await pushBlob(to, types.layer, `${to} ${reference} ${architecture}`),
  ]
  const digest = await pushManifest(to, reference, types.manifest, {
    schemaVersion: 2,
    mediaType: types.manifest,
    config,
    layers,
  })
  return { digest, config, layers }
}

/** An index of one image per architecture. */
export async function pushIndex(
  to: string,
  reference: string,
  architectures: readonly string[] = ['amd64', 'arm64'],
): Promise<{ readonly digest: string; readonly images: Readonly<Record<string, PushedImage>> }> {
  const images: Record<string, PushedImage> = {}
  for (const one of architectures) images[one] = await pushImage(to, `${reference}-${one}`, one)
  const manifests = Object.entries(images).map(([architecture, { digest }]) => ({
    mediaType: types.manifest,
    digest,
    size: 1,
    platform: { os: 'linux', architecture },
  }))
  const index = { schemaVersion: 2, mediaType: types.index, manifests }
  return { digest: await pushManifest(to, reference, types.index, index), images }
}

export async function pushManifest(
  to: string,
  reference: string,
  mediaType: string,
  manifest: object,
): Promise<string> {
  const answer = await fetch(`${base(to)}/manifests/${reference}`, {
    method: 'PUT',
    headers: { 'content-type': mediaType },
    body: JSON.stringify(manifest),
  })
  if (answer.status !== 201) throw new Error(`pushing ${to}:${reference}: ${await answer.text()}`)
  return answer.headers.get('docker-content-digest')!
}

async function pushBlob(to: string, mediaType: string, content: string): Promise<Descriptor> {
  const bytes = Buffer.from(content)
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  const begun = await fetch(`${base(to)}/blobs/uploads/`, { method: 'POST' })
  const place = new URL(begun.headers.get('location')!, base(to))
  place.searchParams.set('digest', digest)
  const answer = await fetch(place, { method: 'PUT', body: bytes })
  if (answer.status !== 201) throw new Error(`pushing a blob to ${to}: ${await answer.text()}`)
  return { mediaType, digest, size: bytes.length }
}

const base = (to: string): string => to.replace(/^([^/]+)\/(.*)$/, 'http://$1/v2/$2')
