/** Passwords that everybody tries first: known from breaches, kept as a filter in this folder, asked without network. */
import { readFileSync } from 'node:fs'
import { readBloomFilter } from './bloom-filter.ts'

/** Is it a well-known password, in this spelling or in lower case? */
export type IsBreached = (password: string) => boolean

export const filterFile = new URL('breached-passwords.bloom', import.meta.url)

/** Reads the filter once. @throws Error when the file is absent or broken: then nothing must start */
export function createIsBreached(): IsBreached {
  const filter = readBloomFilter(readFileSync(filterFile))
  return (password) => filter.has(password) || filter.has(password.toLowerCase())
}
