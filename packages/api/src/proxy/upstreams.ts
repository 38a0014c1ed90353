/** The services behind the gateway: one bounded pool of connections each. */
import { Pool } from 'undici'
import type { ApiSettings } from '../config.ts'

export interface Upstreams {
  readonly auth: Pool
  readonly app: Pool
  /** The port of auth that only services of this installation reach. */
  readonly authInternal: Pool
}

export function openUpstreams(
  settings: Pick<ApiSettings, 'AUTH_URL' | 'APP_URL' | 'AUTH_INTERNAL_URL'>,
): Upstreams {
  return {
    auth: open(settings.AUTH_URL),
    app: open(settings.APP_URL),
    authInternal: open(settings.AUTH_INTERNAL_URL),
  }
}

const open = (url: string): Pool =>
  new Pool(new URL(url).origin, {
    connections: 128,
    // A slow answer must not hold up another one behind it.
    pipelining: 1,
    allowH2: false,
    connect: { timeout: 1_000 },
  })

/** Waits for what is under way. */
export async function closeUpstreams(upstreams: Upstreams): Promise<void> {
  await Promise.all([upstreams.auth.close(), upstreams.app.close(), upstreams.authInternal.close()])
}
