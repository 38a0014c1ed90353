/** Signatures that were put beside an image: as a tag `sha256-….sig`, or as what refers to it. */
import { RegistryRefusal } from './refusal.ts'
import type { Descriptor, Manifest, Registry } from './registry.ts'

export interface FoundSignature {
  /** `simple`: JSON of its own; `envelope`: a statement in a Sigstore bundle. */
  readonly kind: 'simple' | 'envelope'
  /** What was signed. */
  readonly payload: Buffer
  /** Of an envelope. */
  readonly payloadType: string
  /** DER. */
  readonly signature: Buffer
}

const simpleType = 'application/vnd.dev.cosign.simplesigning.v1+json'
const bundleType = 'application/vnd.dev.sigstore.bundle'
const annotation = 'dev.cosignproject.cosign/signature'
/** Whoever may push can add signatures without end; reading all of them would be their way to stop us. */
const mostManifests = 20
const mostLayers = 20
const largestSignature = 1024 * 1024

/** Rejects with `RegistryRefusal`. Nothing is checked yet: anybody who may push can put these there. */
export async function signaturesOf(
  registry: Pick<Registry, 'manifest' | 'blob' | 'referrers'>,
  repository: string,
  digest: string,
): Promise<readonly FoundSignature[]> {
  const tagged = await present(registry.manifest(repository, `${digest.replace(':', '-')}.sig`))
  const referring = (await registry.referrers(repository, digest)).filter(
    (one) => one.digest !== tagged?.digest,
  )
  const manifests: Manifest[] = tagged === undefined ? [] : [tagged]
  for (const one of referring.slice(0, mostManifests)) {
    const manifest = await present(registry.manifest(repository, one.digest))
    if (manifest !== undefined) manifests.push(manifest)
  }
  const found: FoundSignature[] = []
  for (const layer of manifests.flatMap(({ layers = [] }) => layers.slice(0, mostLayers)))
    found.push(...(await signatureIn(registry, repository, layer)))
  return found
}

async function signatureIn(
  registry: Pick<Registry, 'blob'>,
  repository: string,
  layer: Descriptor,
): Promise<readonly FoundSignature[]> {
  const { mediaType, annotations, size } = layer
  if (typeof mediaType !== 'string' || !(size <= largestSignature)) return []
  if (mediaType === simpleType) {
    const text = annotations?.[annotation]
    if (text === undefined) return []
    const payload = await registry.blob(repository, layer)
    return [{ kind: 'simple', payload, payloadType: '', signature: Buffer.from(text, 'base64') }]
  }
  return mediaType.startsWith(bundleType) ? envelopeIn(await registry.blob(repository, layer)) : []
}

function envelopeIn(bundle: Buffer): readonly FoundSignature[] {
  const { dsseEnvelope: envelope } = (json(bundle) ?? {}) as {
    readonly dsseEnvelope?: Readonly<Record<'payload' | 'payloadType' | 'signatures', unknown>>
  }
  const { payload, payloadType, signatures } = envelope ?? {}
  if (typeof payload !== 'string' || typeof payloadType !== 'string' || !Array.isArray(signatures)) return []
  return (signatures as readonly { readonly sig?: unknown }[]).flatMap(({ sig }) =>
    typeof sig === 'string'
      ? [
          {
            kind: 'envelope' as const,
            payload: Buffer.from(payload, 'base64'),
            payloadType,
            signature: Buffer.from(sig, 'base64'),
          },
        ]
      : [],
  )
}

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

async function present<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof RegistryRefusal && error.status === 404) return undefined
    throw error
  }
}
