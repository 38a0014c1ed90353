/** Only what was signed with one of our keys goes out; that Harbor lists some signature proves nothing. */
import type { KeyObject } from 'node:crypto'
import type { Registry } from '../registry/registry.ts'
import { RegistryRefusal } from '../registry/refusal.ts'
import { signaturesOf } from '../registry/signatures.ts'
import type { Gate } from './gates.ts'
import { gatedImages } from './plan-images.ts'
import { verifySignature } from './verify-signature.ts'

type SignatureRegistry = Pick<Registry, 'manifest' | 'blob' | 'referrers'>

interface SignatureOptions {
  /** Of Harbor, as the names of its images begin. */
  readonly host: string
  readonly registry: SignatureRegistry
  readonly keys: readonly KeyObject[]
}

export const signatureGate = ({ host, registry, keys }: SignatureOptions): Gate => ({
  name: 'signatures',
  check: async ({ journal }) => {
    const found = await Promise.all(
      gatedImages(journal).map(async ({ words: object, host: its, repository, digest }) => {
        const message =
          its === host
            ? await refusalOf(registry, repository, digest, keys)
            : `is not in ${host}, where its signature would be`
        return message === undefined ? [] : [{ object, message }]
      }),
    )
    return found.flat()
  },
})

/** Undefined for what is signed. The digest of an index stands for all of its platforms. */
async function refusalOf(
  registry: SignatureRegistry,
  repository: string,
  digest: string,
  keys: readonly KeyObject[],
): Promise<string | undefined> {
  try {
    const all = await signaturesOf(registry, repository, digest)
    const verdicts = all
      .map((one) => verifySignature(one, digest, keys))
      .filter((verdict) => verdict !== 'another-matter')
    if (verdicts.includes('ours')) return undefined
    if (verdicts.includes('other-image')) return 'has a signature that is for another image'
    return verdicts.length === 0 ? 'is not signed' : 'is signed with none of the keys'
  } catch (error) {
    if (error instanceof RegistryRefusal) return `has signatures that cannot be read: ${error.message}`
    throw error
  }
}
