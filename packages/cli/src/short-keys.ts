/** Long keys as short ids that people can type: the first characters of their hash, as many as tell them apart. */
import { createHash } from 'node:crypto'
import type { ErrorCode } from '@goalixa/contracts/error-catalogue'
import { AppError } from '@goalixa/contracts/errors'

const shortest = 6

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')

/** The short id of each key; the same key keeps it as long as no other one looks alike. */
export function shortKeys(keys: readonly string[]): Map<string, string> {
  const hashes = keys.map(hashOf)
  let length = shortest
  while (new Set(hashes.map((hash) => hash.slice(0, length))).size < new Set(hashes).size) length += 1
  return new Map(keys.map((key, index) => [key, hashes[index]!.slice(0, length)]))
}

/** The item that is called `text`. @throws AppError `missing`, `input.ambiguous` */
export function findByShortKey<Item extends { readonly key: string }>(
  items: readonly Item[],
  text: string,
  missing: ErrorCode,
): Item {
  const wanted = text.toLowerCase()
  const found = /^[0-9a-f]{4,64}$/.test(wanted)
    ? items.filter(({ key }) => hashOf(key).startsWith(wanted))
    : []
  const [item, ...others] = found
  if (item === undefined) throw new AppError(missing, `Nothing there is called "${text}"`)
  if (others.length > 0)
    throw new AppError('input.ambiguous', `"${text}" fits ${found.length} of them`, {
      try: 'write more of the id',
    })
  return item
}
