/** The scan of each platform of an image. Harbor itself does not look at an index, so its parts are asked for one by one. */
import type { Clock } from '../clock.ts'
import type { Harbor } from '../registry/harbor.ts'
import type { Artifact, Vulnerability } from '../registry/harbor/artifacts.ts'
import { RegistryRefusal } from '../registry/refusal.ts'
import type { PlatformScan } from './judge-scan.ts'

export interface ScanOptions {
  readonly harbor: Pick<Harbor, 'artifact' | 'startScan' | 'vulnerabilities'>
  readonly clock: Clock
  readonly signal?: AbortSignal
  /** For one image, from its start. */
  readonly patienceMs?: number
}

export interface ImageScans {
  readonly scans: readonly PlatformScan[]
  /** Why a platform has none; nothing is known of it. */
  readonly failures: readonly string[]
}

const pollMs = 2000
/** An index may hold indexes; deeper than this nobody means it. */
const mostDepth = 3

/** `repository` is without the host. What the registry refuses is a failure, not a rejection. */
export async function scansOf(repository: string, digest: string, options: ScanOptions): Promise<ImageScans> {
  const images = await told(`its scan cannot be read`, () => imagesIn(repository, digest, options))
  if (typeof images === 'string') return { scans: [], failures: [images] }
  if (images.length === 0) return { scans: [], failures: ['holds nothing that runs on any platform'] }
  const all = await Promise.all(
    images.map(async ({ artifact, platform }) => {
      const result = await told(`was not scanned for ${platform}`, () =>
        scanned(repository, artifact, options),
      )
      return typeof result === 'string'
        ? { failure: result }
        : { scan: { platform, vulnerabilities: result } }
    }),
  )
  return {
    scans: all.flatMap(({ scan }) => scan ?? []),
    failures: all.flatMap(({ failure }) => failure ?? []),
  }
}

interface PlatformImage {
  readonly artifact: Artifact
  readonly platform: string
}

async function imagesIn(
  repository: string,
  digest: string,
  options: ScanOptions,
  { platform = 'its platform', depth = 0 } = {},
): Promise<readonly PlatformImage[]> {
  const artifact = await options.harbor.artifact(repository, digest)
  if (artifact === undefined) throw new ScanFailure('Harbor does not know it')
  const isIndex = /\.index\.|manifest\.list/.test(artifact.manifestType)
  if (!isIndex && artifact.references.length === 0) return [{ artifact, platform }]
  if (depth === mostDepth) throw new ScanFailure('its indexes hold each other')
  const children = await Promise.all(
    // What runs nowhere, as an attestation, cannot be scanned.
    artifact.references.map(async (child) =>
      child.platform === undefined
        ? []
        : imagesIn(repository, child.digest, options, { platform: child.platform, depth: depth + 1 }),
    ),
  )
  return children.flat()
}

async function scanned(
  repository: string,
  { digest, scan: first }: Artifact,
  options: ScanOptions,
): Promise<readonly Vulnerability[]> {
  const { harbor, clock, signal, patienceMs = 300_000 } = options
  const until = clock.now() + patienceMs
  let scan = first
  const isUseless = scan === undefined || scan.status === 'Error' || scan.status === 'Stopped'
  if (isUseless) {
    await harbor.startScan(repository, digest)
    scan = { status: 'Pending', severity: 'Unknown' }
  }
  while (scan !== undefined && ['Pending', 'Scheduled', 'Running'].includes(scan.status)) {
    if (clock.now() >= until) throw new ScanFailure(`its scan takes longer than ${patienceMs / 1000} s`)
    await clock.sleep(pollMs, signal)
    scan = (await harbor.artifact(repository, digest))?.scan
  }
  if (scan === undefined) throw new ScanFailure('its scan is gone')
  if (scan.status !== 'Success') throw new ScanFailure(`its scan ended with ${scan.status}`)
  const found = await harbor.vulnerabilities(repository, digest)
  if (found === undefined) throw new ScanFailure('its scan left no report')
  return found
}

class ScanFailure extends Error {}

/** What goes wrong in words; what is nobody's fault here goes on. */
async function told<T>(what: string, work: () => Promise<T>): Promise<T | string> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ScanFailure || error instanceof RegistryRefusal) return `${what}: ${error.message}`
    throw error
  }
}
