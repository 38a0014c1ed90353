/** Words for the images of an environment, service by service. */
import { imageSchema } from '@goalixa/ops/images'
import type { ServiceImage } from '@goalixa/ops/images'
import * as z from 'zod'
import { momentText } from './ops-status.ts'
import { safeLine } from './safe-text.ts'
import { sizeText } from './sizes.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

/** Of each repository what runs, what ran before, then the newest. */
export const ImagesDocument = z.object({ environment: z.string(), images: z.array(imageSchema) })
export type ImagesDocument = z.infer<typeof ImagesDocument>

const none = '–'

export function imagesText(
  { environment, images }: ImagesDocument,
  { paint, width }: Pick<Terminal, 'paint' | 'width'>,
): string {
  if (images.length === 0) return `Nothing runs in ${environment}`
  const look = { width, paintHead: (head: string) => paint('bold', head) }
  return [...Map.groupBy(images, (image) => image.repository)]
    .map(([repository, own]) =>
      [
        `${paint('bold', safeLine(own[0]!.service))}  ${safeLine(repository)}`,
        table(
          [
            { head: 'State' },
            { head: 'Tag', flexible: true },
            { head: 'Digest' },
            { head: 'Platforms' },
            { head: 'Size', align: 'right' },
            { head: 'Pushed' },
            { head: 'Scan' },
            { head: 'Signed' },
          ],
          own.map(row),
          look,
        ),
        ...own
          .filter((image) => !image.isInRegistry)
          .map(({ digest, state }) =>
            paint('red', `${digest.slice(0, 19)} (${state}) is not in the registry: no node can pull it`),
          ),
      ].join('\n'),
    )
    .join('\n\n')
}

const row = (image: ServiceImage): string[] => [
  image.state,
  image.tags.map(safeLine).join(', ') || none,
  image.digest.slice(7, 19),
  image.platforms.map(safeLine).join(', ') || none,
  image.bytes === null ? none : sizeText(image.bytes),
  image.pushedAt === null ? none : momentText(image.pushedAt),
  scanWords(image.scan),
  image.isSigned === null ? none : image.isSigned ? 'yes' : 'no',
]

const scanWords = (scan: ServiceImage['scan']): string =>
  scan === null ? none : safeLine(scan.status === 'Success' ? scan.severity : scan.status.toLowerCase())
