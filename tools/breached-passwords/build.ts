/**
 * Builds packages/auth/src/breached-passwords/breached-passwords.bloom from a JSON array of passwords:
 * `node tools/breached-passwords/build.ts passwords.json`. SOURCE.md beside the filter names the list.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { buildBloomFilter } from '../../packages/auth/src/breached-passwords/bloom-filter.ts'
import { filterFile } from '../../packages/auth/src/breached-passwords/breached-passwords.ts'

const listed = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as string[]
/** Shorter ones are refused for their length. */
const usable = listed.map((one) => one.toLowerCase()).filter((one) => Buffer.byteLength(one) >= 8)
const file = buildBloomFilter([...new Set(usable)].toSorted())
writeFileSync(filterFile, file)
process.stdout.write(`${new Set(usable).size} passwords in ${file.length} bytes\n`)
