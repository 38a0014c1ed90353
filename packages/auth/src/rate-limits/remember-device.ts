/** Whoever signs in by a browser is known there from now on. */
import type { Deliver } from '../sessions/deliver.ts'
import type { KnownDevices } from './known-devices.ts'

export const rememberDevice =
  (deliver: Deliver, devices: Pick<KnownDevices, 'remember'>): Deliver =>
  (grant, response) => {
    const answer = deliver(grant, response)
    if (grant.client === 'goalixa-web') devices.remember(response, grant.account.email)
    return answer
  }
