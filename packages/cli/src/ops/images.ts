import { assertEnvironment } from '@goalixa/ops/environment'
import { harborSource, registrySource } from '@goalixa/ops/image-sources'
import type { ImageSource } from '@goalixa/ops/image-sources'
import { readImages } from '@goalixa/ops/images'
import type { ServiceImage } from '@goalixa/ops/images'
import { credentialsOfOperator } from '@goalixa/ops/registry/operator-credentials'
import { openRegistry } from '@goalixa/ops/registry/registry'
import { registryFailure } from '@goalixa/ops/registry/registry-failure'
import { readEnvironment } from '../environment.ts'
import { openOpsHarbor } from './harbor.ts'
import type { OpsPlace } from './place.ts'

interface ImagesFlags {
  readonly limit: number
  readonly services?: readonly string[]
}

/** Asks the Harbor that is named for its own images, and any other registry as `docker login` knows it. */
export async function imagesAt(place: OpsPlace, flags: ImagesFlags): Promise<readonly ServiceImage[]> {
  await assertEnvironment(place)
  const opened = await openOpsHarbor(place.clock)
  const closes: (() => Promise<void>)[] = opened === undefined ? [] : [opened.close]
  const sources = new Map<string, ImageSource>()
  if (opened !== undefined) sources.set(opened.host, harborSource(opened.harbor))
  const credentialsFor = credentialsOfOperator(readEnvironment().dockerConfig)
  const sourceOf = async (host: string): Promise<ImageSource> => {
    const known = sources.get(host)
    if (known !== undefined) return known
    const [credentials] = await credentialsFor(host)
    const registry = openRegistry({
      host,
      clock: place.clock,
      ...(credentials === undefined ? {} : { credentials }),
    })
    closes.push(registry.close)
    const source = registrySource(registry)
    sources.set(host, source)
    return source
  }
  try {
    return await readImages({ ...place, ...flags, sourceOf })
  } catch (error) {
    throw registryFailure(error)
  } finally {
    await Promise.all(closes.map((close) => close()))
  }
}
