/**
 * One spelling per ECDSA signature. For every valid (r, s) the pair (r, n - s) is valid too, so anybody could turn
 * a token into a second one that differs in bytes: whatever compares or caches tokens by their bytes would see two.
 * We sign with the smaller s and refuse the larger.
 */

/** Order of the P-256 group. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const half = order >> 1n

const sOf = (signature: Buffer): bigint => BigInt(`0x${signature.subarray(32).toString('hex')}`)

/** `signature`: r and s, 32 bytes each (IEEE P1363). */
export const isLowS = (signature: Buffer): boolean => signature.length === 64 && sOf(signature) <= half

/** The same signature with the smaller s. */
export function toLowS(signature: Buffer): Buffer {
  if (isLowS(signature)) return signature
  const s = (order - sOf(signature)).toString(16).padStart(64, '0')
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s, 'hex')])
}
