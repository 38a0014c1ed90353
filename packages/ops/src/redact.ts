/** Takes out of a text what looks like a secret. Names stay, so that one can still tell what was said. */

const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 [redacted]'],
  [/\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g, '[redacted]'],
  [/(\w+:\/\/[^\s:/@]+:)[^\s@/]+@/g, '$1[redacted]@'],
  [/\bglx_[\w-]{8,}/g, '[redacted]'],
  [
    /("?[\w.-]*(?:password|passwd|secret|token|api[_-]?key|authorization|auth)"?\s*[:=]\s*)("?)[^\s",;}]{3,}\2/gi,
    '$1[redacted]',
  ],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[redacted]'],
]

export const redacted = (text: string): string =>
  patterns.reduce((rest, [pattern, instead]) => rest.replaceAll(pattern, instead), text)
