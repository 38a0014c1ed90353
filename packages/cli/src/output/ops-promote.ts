/** Words for what was promoted. */
import * as z from 'zod'
import { safeLine } from './safe-text.ts'

export const PromotionDocument = z.object({
  /** The newest of staging, which runs them; null when nobody asked staging. */
  revision: z.number().nullable(),
  /** Why nobody asked staging. */
  skipped: z.string().nullable(),
  images: z.array(
    z.object({
      from: z.string(),
      /** As manifests name it. */
      reference: z.string(),
      /** False when it was there already, or when this was only tried. */
      copied: z.boolean(),
    }),
  ),
})
export type PromotionDocument = z.infer<typeof PromotionDocument>

/** The references, one a line, for whatever reads them. */
export const promotionText = ({ images }: PromotionDocument): string =>
  images.length === 0
    ? 'Nothing to promote: staging runs no image of another project'
    : images.map(({ reference }) => safeLine(reference)).join('\n')

/** What was done with them, beside the result. */
export function promotionWords({ images, revision, skipped }: PromotionDocument, dryRun: boolean): string {
  const count = images.filter(({ copied }) => copied).length
  const proof =
    revision === null ? `staging was not asked: ${skipped}` : `revision ${revision} of staging runs them`
  const done = dryRun ? 'Nothing was copied' : `${count} copied, ${images.length - count} there already`
  return safeLine(`${done}; ${proof}`)
}
