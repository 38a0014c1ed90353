/** Recovery codes: what to sign in with when the app with the codes is lost. */
import { createHash, randomBytes } from 'node:crypto'

const count = 10
/** 120 random bits: too many to guess, so that a quick hash is enough. */
const codeBytes = 15
/** Crockford's letters: none that is taken for another. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Ten codes of 24 letters and digits in groups of four. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: count }, () => written(randomBytes(codeBytes)))

/** SHA-256 of the code, however its letters and groups are written; undefined when it cannot be one. */
export function recoveryHashOf(code: string): Buffer | undefined {
  const plain = code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  if (!/^[0-9A-HJKMNP-TV-Z]{24}$/.test(plain)) return undefined
  return createHash('sha256').update(plain).digest()
}

/** Five bits per letter. */
function written(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const text = (bits.match(/.{5}/g) ?? []).map((five) => letters[Number.parseInt(five, 2)]).join('')
  return (text.match(/.{4}/g) ?? []).join('-')
}
