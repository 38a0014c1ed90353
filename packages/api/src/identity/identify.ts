/** From credential to caller: what every service behind the gateway is told about who calls. */
import { AppError } from '@goalixa/contracts/errors'
import type { Principal } from '@goalixa/service-kit/tokens'
import type { Credential } from './credentials.ts'
import { looksLikePersonalToken } from './credentials.ts'
import type { Denylist } from './denylist.ts'

/** `accessToken` goes upstream, where it is verified again. */
export interface Caller {
  readonly principal: Principal
  readonly accessToken: string
}

interface IdentifyOptions {
  readonly verify: (token: string) => Principal | Promise<Principal>
  readonly exchange: (personalToken: string, clientAddress: string) => Promise<string>
  readonly denylist: Pick<Denylist, 'has'>
}

/** @throws AppError `auth.*` when the caller is at fault, `service.unavailable` or `rate.limited` otherwise */
export function createIdentify({ verify, exchange, denylist }: IdentifyOptions) {
  return async (credential: Credential | undefined, clientAddress: string): Promise<Caller> => {
    if (credential === undefined) throw new AppError('auth.required')
    const isPersonal = credential.kind === 'bearer' && looksLikePersonalToken(credential.token)
    const accessToken = isPersonal ? await exchange(credential.token, clientAddress) : credential.token
    const verified = verify(accessToken)
    // Nearly always known at once: then nothing is waited for.
    const principal = verified instanceof Promise ? await verified : verified
    const listed = denylist.has(principal.sessionId)
    if (listed instanceof Promise ? await listed : listed) {
      throw new AppError(principal.kind === 'token' ? 'auth.invalid_token' : 'auth.session_ended')
    }
    return { principal, accessToken }
  }
}
