/** `linux/arm64`, `linux/arm/v7`. Pure. */

/** Undefined for what runs nowhere: attestations say `unknown`, other artifacts say nothing. */
export function platformWords(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { os, architecture, variant } = value as Readonly<Record<string, unknown>>
  if (typeof os !== 'string' || typeof architecture !== 'string') return undefined
  if (os === '' || os === 'unknown' || architecture === '' || architecture === 'unknown') return undefined
  return [os, architecture, ...(typeof variant === 'string' && variant !== '' ? [variant] : [])].join('/')
}

/** A node says no variant, so that an image for any variant of its architecture fits. */
export const fitsNode = (platform: string, node: string): boolean =>
  platform === node || platform.startsWith(`${node}/`)

/** What an image's config says; undefined for another document. */
export function configPlatform(bytes: Buffer): string | undefined {
  try {
    return platformWords(JSON.parse(bytes.toString('utf8')))
  } catch {
    return undefined
  }
}
