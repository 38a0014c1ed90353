/** A token that was verified once is known until it expires: the signature is not checked again. */
import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Principal } from '@goalixa/service-kit/tokens'

type Verify = (token: string) => Promise<Principal>

const mostTokens = 20_000

/** `now`: epoch milliseconds. Keyed by digest, so that memory holds no usable token. */
export function rememberVerified(
  verify: Verify,
  now: () => number,
): (token: string) => Principal | Promise<Principal> {
  const known = new LRUCache<string, Principal>({ max: mostTokens })
  const verifyAnew = async (key: string, token: string): Promise<Principal> => {
    const verified = await verify(token)
    known.set(key, verified)
    return verified
  }
  return (token) => {
    const key = hash('sha256', token, 'base64')
    const principal = known.get(key)
    if (principal !== undefined && principal.expiresAt * 1000 > now()) return principal
    // Near its end the verifier decides: it alone knows how far clocks may differ.
    known.delete(key)
    return verifyAnew(key, token)
  }
}
