/** Why a node could not get an image, from the words of its container runtime: they are all that it tells. */
import type { RuleName } from './rules.ts'

/** The first that matches, so the certain ones stand before `unauthorized`, which registries also say of what is absent. */
const patterns: readonly (readonly [RegExp, RuleName])[] = [
  [
    /PROJECTPOLICYVIOLATION|blocked by policy|current image with .* vulnerabilit|412 Precondition/i,
    'imagePolicy',
  ],
  [/no match for platform|no matching manifest for/i, 'imagePlatform'],
  [
    /i\/o timeout|timed? ?out|deadline exceeded|connection refused|connection reset|no such host|TLS handshake/i,
    'imagePull',
  ],
  [
    /x509|certificate|toomanyrequests|too many requests|rate limit|\b429\b|\b50[0-9]\b|unexpected EOF/i,
    'imagePull',
  ],
  [/unauthorized|authentication required|denied|forbidden|authorization failed|\b40[13]\b/i, 'imageDenied'],
  [/not ?found|manifest unknown|name unknown|repository does not exist|\b404\b/i, 'imageMissing'],
]

/** What a failed pull means. Words that nobody knows count as trouble that may pass. */
export const pullRule = (message: string): RuleName =>
  patterns.find(([pattern]) => pattern.test(message))?.[1] ?? 'imagePull'
