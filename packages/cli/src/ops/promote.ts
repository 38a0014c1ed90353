import { assertStaged, promote, resolveImage } from '@goalixa/ops/promote'
import type { PromotedImage, Staged } from '@goalixa/ops/promote'
import { registryFailure } from '@goalixa/ops/registry/registry-failure'
import { systemClock } from '@goalixa/ops/system-clock'
import { UsageError } from '../failure.ts'
import type { PlaceFlags } from '../ops-command.ts'
import type { PromotionDocument } from '../output/ops-promote.ts'
import { openOpsHarbor } from './harbor.ts'
import type { OpsHarbor } from './harbor.ts'
import { stagedAt } from './staged.ts'

interface PromoteFlags extends PlaceFlags {
  readonly to: string
  readonly 'skip-staging'?: string | undefined
  readonly 'dry-run': boolean
}

/** `image`: all that staging runs unless said. */
export async function promoteImages(
  flags: PromoteFlags,
  image: string | undefined,
): Promise<PromotionDocument> {
  const { to, 'skip-staging': skipped, 'dry-run': dryRun } = flags
  if (skipped !== undefined && image === undefined)
    throw new UsageError('--skip-staging needs an image', 'name it: goalixa ops promote PROJECT/NAME:TAG')
  const opened = await openOpsHarbor(systemClock)
  if (opened === undefined) throw new UsageError('there is no Harbor to promote in', 'set GOALIXA_HARBOR_URL')
  try {
    const staged = skipped === undefined ? await stagedAt(flags) : undefined
    const images = await wanted(opened, image, staged, to)
    const promotions = await promote({ harbor: opened.harbor, host: opened.host, images, to, dryRun })
    return {
      revision: staged?.revision ?? null,
      skipped: skipped ?? null,
      images: promotions.map(({ from, reference, isThere }) => ({
        from: `${opened.host}/${from.repository}@${from.digest}`,
        reference,
        copied: !isThere && !dryRun,
      })),
    }
  } catch (error) {
    throw registryFailure(error)
  } finally {
    await opened.close()
  }
}

async function wanted(
  { harbor, host }: OpsHarbor,
  image: string | undefined,
  staged: Staged | undefined,
  to: string,
): Promise<readonly PromotedImage[]> {
  // What staging runs from there, such as a database, needs no promotion.
  if (image === undefined)
    return (staged?.images ?? []).filter((one) => one.host === host && !one.repository.startsWith(`${to}/`))
  const images = [await resolveImage(harbor, host, image)]
  if (staged !== undefined) assertStaged(images, staged)
  return images
}
