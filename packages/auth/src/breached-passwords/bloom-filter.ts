/**
 * A set that may be asked but not read out: "is this text in it?" is answered `false` for certain, `true` with a
 * chance of error below one in a million. The file is a header of 16 bytes (magic, hashes, bits, entries) and the bits.
 */
import { createHash } from 'node:crypto'

const magic = 'GLXBLOOM'
const headerBytes = 16
/** For one false answer in a million a filter needs 28.8 bits and 20 hashes per entry; one bit more for safety. */
const bitsPerEntry = 30
const hashes = 20

export interface BloomFilter {
  readonly entries: number
  has(text: string): boolean
}

/** The bytes of a filter that holds these texts. */
export function buildBloomFilter(texts: readonly string[]): Buffer {
  const bits = Math.max(64, texts.length * bitsPerEntry)
  const file = Buffer.alloc(headerBytes + Math.ceil(bits / 8))
  file.write(magic, 'latin1')
  file.writeUInt32BE(bits, 8)
  file.writeUInt32BE(texts.length, 12)
  for (const text of texts) {
    for (const at of positions(text, bits)) file[headerBytes + (at >> 3)]! |= 1 << (at & 7)
  }
  return file
}

/** @throws Error when the bytes are no such file, or only a part of one */
export function readBloomFilter(file: Buffer): BloomFilter {
  const isOurs = file.length > headerBytes && file.toString('latin1', 0, 8) === magic
  const bits = isOurs ? file.readUInt32BE(8) : 0
  if (file.length !== headerBytes + Math.ceil(bits / 8)) throw new Error('this is not a whole Bloom filter')
  return {
    entries: file.readUInt32BE(12),
    has: (text) =>
      positions(text, bits).every((at) => (file[headerBytes + (at >> 3)]! & (1 << (at & 7))) !== 0),
  }
}

/** Two halves of one SHA-256 stand for as many hashes as needed; 48 bits each, so that sums stay exact. */
function positions(text: string, bits: number): number[] {
  const digest = createHash('sha256').update(text, 'utf8').digest()
  const first = digest.readUIntBE(0, 6)
  const step = digest.readUIntBE(6, 6)
  return Array.from({ length: hashes }, (_, index) => (first + index * step) % bits)
}
