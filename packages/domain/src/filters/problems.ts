/** What is wrong with a filter, and where. */
import { AppError } from '@goalixa/contracts/errors'

/** `position` is an index into the filter, counted from 0; the sentence counts from 1, as people do. */
export function filterError(position: number, message: string, hint?: string): AppError {
  return new AppError('filter.invalid', `character ${position + 1}: ${message}`, {
    fields: [{ path: 'filter', message, position }],
    ...(hint === undefined ? {} : { try: hint }),
  })
}

/** Of these names those that were likely meant, nearest first, at most three. */
export function nearest(text: string, names: readonly string[]): string[] {
  const wanted = text.slice(0, 40).toLowerCase()
  return names
    .map((name) => ({ name, far: distance(wanted, name.slice(0, 40).toLowerCase()) }))
    .filter(({ name, far }) => far <= Math.max(1, Math.floor(Math.min(wanted.length, name.length) / 2)))
    .toSorted((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ name }) => name)
}

/** `; did you mean a or b?`, or nothing. */
export function meant(names: readonly string[]): string {
  if (names.length === 0) return ''
  const before = names.slice(0, -1).join(', ')
  return `; did you mean ${before === '' ? '' : `${before} or `}${names.at(-1)!}?`
}

/** Letters to add, take away or change until one word is the other; a beginning is near. */
function distance(a: string, b: string): number {
  if (a.length >= 2 && b.length >= 2 && (b.startsWith(a) || a.startsWith(b))) return 1
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]!
}
