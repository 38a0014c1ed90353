/** Production runs what staging runs: the same digests, not the same tags. */
import { AppError } from '@goalixa/contracts/errors'
import type { Staged } from '../promote.ts'
import type { Gate } from './gates.ts'
import { gatedImages } from './plan-images.ts'

/** `readStaged`: undefined when nobody said where staging is. */
export const stagingGate = (readStaged: (() => Promise<Staged>) | undefined): Gate => ({
  name: 'staging',
  check: async ({ journal }) => {
    const images = gatedImages(journal)
    if (images.length === 0) return []
    if (readStaged === undefined)
      return [{ object: 'staging', message: 'was not asked: say where it is with --staging-context' }]
    try {
      const staged = await readStaged()
      const known = new Set(staged.images.map(({ digest }) => digest))
      return images
        .filter(({ digest }) => !known.has(digest))
        .map(({ words: object }) => ({ object, message: `is not in revision ${staged.revision} of staging` }))
    } catch (error) {
      if (error instanceof AppError)
        return [{ object: 'staging', message: `cannot say what it runs: ${error.message}` }]
      throw error
    }
  },
})
