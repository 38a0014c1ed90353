/** Google as the settings name it; none without both of them. */
import type { Logger } from '@goalixa/service-kit/log'
import type { AuthConfig } from '../config.ts'
import { createGoogleProvider } from './google-provider.ts'
import type { GoogleEndpoints, GoogleProvider } from './google-provider.ts'

interface ConfiguredProviderOptions {
  readonly config: AuthConfig
  readonly log: Logger
  readonly now: () => Date
  /** For tests alone. */
  readonly endpoints: GoogleEndpoints | undefined
}

export function createConfiguredGoogleProvider(
  options: ConfiguredProviderOptions,
): GoogleProvider | undefined {
  const { config, log, now, endpoints } = options
  const { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret } = config
  if (clientId === undefined || clientSecret === undefined) {
    if (clientId !== clientSecret)
      log.warn('sign-in with Google is off: set both GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET')
    return undefined
  }
  return createGoogleProvider({
    clientId,
    clientSecret,
    redirectUri: new URL('/auth/google/callback', config.PUBLIC_URL).href,
    endpoints,
    now,
    onTrouble: (what, why) => log.warn({ what, why }, 'sign-in with Google failed'),
  })
}
