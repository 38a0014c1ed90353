/** Without a registry: images whose manifest names the digest already. */
import { AppError } from '@goalixa/contracts/errors'
import type { ResolveImage } from './images.ts'

const digest = /^sha256:[0-9a-f]{64}$/
/** What overlays hold until somebody says which version goes out. */
export const isPlaceholder = (digest: string): boolean => /^sha256:0{64}$/.test(digest)

/** Rejects with `ops.manifests` for a tag: what it means is known to the registry only. */
export const digestsOnly: ResolveImage = async ({ repository, reference }) => {
  if (!digest.test(reference))
    throw new AppError('ops.manifests', `${repository}:${reference} is a tag, and no registry can be asked`, {
      try: 'pin it in the manifests: name:tag@sha256:…',
    })
  if (isPlaceholder(reference))
    throw new AppError('ops.manifests', `${repository} has a placeholder for its digest`, {
      try: 'say which version goes out with --tag, or pin it in the manifests',
    })
  return { digest: reference, platforms: {} }
}
