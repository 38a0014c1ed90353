/** Whether a signature is by one of our keys, and for just this image. Pure. */
import { verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { FoundSignature } from '../registry/signatures.ts'

type SignatureVerdict =
  | 'ours'
  /** Ours, but it says that another image is good. */
  | 'other-image'
  /** By a key that is none of ours, or spoilt. */
  | 'stranger'
  /** Ours, but it speaks of something else than that an image is good. */
  | 'another-matter'

/** What cosign says of an image it signs; an attestation by the same key may say that something is bad. */
const signStatement = 'https://sigstore.dev/cosign/sign/v1'
const imageSignature = 'cosign container image signature'

/** `digest`: `sha256:` and 64 hex digits. What is said counts only once the signature under it is found to be ours. */
export function verifySignature(
  found: FoundSignature,
  digest: string,
  keys: readonly KeyObject[],
): SignatureVerdict {
  const signed = found.kind === 'simple' ? found.payload : envelopeBytes(found)
  if (!keys.some((key) => isBy(key, signed, found.signature))) return 'stranger'
  const digests = found.kind === 'simple' ? digestsInSimple(found.payload) : digestsInStatement(found)
  if (digests === undefined) return 'another-matter'
  return digests.includes(digest) ? 'ours' : 'other-image'
}

function isBy(key: KeyObject, bytes: Buffer, signature: Buffer): boolean {
  try {
    return verify('sha256', bytes, { key, dsaEncoding: 'der' }, signature)
  } catch {
    return false
  }
}

/** The encoding that is signed in place of the payload, so that its type cannot be swapped. */
function envelopeBytes({ payload, payloadType }: FoundSignature): Buffer {
  const type = Buffer.from(payloadType)
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} `),
    type,
    Buffer.from(` ${payload.length} `),
    payload,
  ])
}

/** The digest's own key is written with a capital by some. */
function digestsInSimple(payload: Buffer): readonly string[] | undefined {
  const { critical } = record(parsed(payload))
  const { image, type } = record(critical)
  if (type !== imageSignature) return undefined
  return Object.entries(record(image)).flatMap(([key, value]) =>
    key.toLowerCase() === 'docker-manifest-digest' && typeof value === 'string' ? [value] : [],
  )
}

function digestsInStatement({ payload, payloadType }: FoundSignature): readonly string[] | undefined {
  const { predicateType, subject } = record(parsed(payload))
  if (payloadType !== 'application/vnd.in-toto+json' || predicateType !== signStatement) return undefined
  return (Array.isArray(subject) ? subject : []).flatMap((one: unknown) => {
    const { sha256 } = record(record(one)['digest'])
    return typeof sha256 === 'string' ? [`sha256:${sha256}`] : []
  })
}

function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'))
  } catch {
    return undefined
  }
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
