/** When a stream ends though both sides would go on: with its token, with its session, or with the gateway. */
import type { EarlyAnswer } from '@goalixa/service-kit/early-answer'
import { onDrain } from '@goalixa/service-kit/draining'
import type { Principal } from '@goalixa/service-kit/tokens'
import type { Denylist } from '../identity/denylist.ts'

interface StreamEndOptions {
  readonly denylist: Pick<Denylist, 'onRevoked'>
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** Arranges that `end` is called. @returns to be called when the stream ended, whatever ended it */
export type EndStream = (
  response: Pick<EarlyAnswer, 'locals'>,
  principal: Principal,
  end: () => void,
) => () => void

export function createEndStream({ denylist, now }: StreamEndOptions): EndStream {
  return (response, { sessionId, expiresAt }, end) => {
    const expiry = setTimeout(end, expiresAt * 1000 - now())
    const forgetRevocation = denylist.onRevoked(sessionId, end)
    const forgetDrain = onDrain(response, end)
    return () => {
      clearTimeout(expiry)
      forgetRevocation()
      forgetDrain()
    }
  }
}
