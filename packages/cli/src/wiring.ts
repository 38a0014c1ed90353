/** Everything a command works with, put together by hand in one place. */
import { createClient } from '@goalixa/client/client'
import { createHttpTransport } from '@goalixa/client/http'
import type { HttpTransport } from '@goalixa/client/http'
import { createSignedInTransport, createTokenTransport } from '@goalixa/client/signed-in'
import type { SessionStore } from '@goalixa/client/signed-in'
import { AppError } from '@goalixa/contracts/errors'
import type { DateContext } from '@goalixa/domain/calendar'
import { v7 } from 'uuid'
import { defaultApiUrl, parseConfigValue, readConfig } from './config-file.ts'
import type { Config } from './config-file.ts'
import { readEnvironment } from './environment.ts'
import type { Environment } from './environment.ts'
import { createRemoteStore } from './remote-store.ts'
import { createSessionFile } from './session-file.ts'
import type { Store } from './store.ts'

export interface Wiring {
  readonly environment: Environment
  readonly config: Config
  readonly apiUrl: string
  readonly http: HttpTransport
  readonly sessions: SessionStore
  readonly store: Store
  /** What dates are read against and shown in. */
  readonly dates: DateContext
}

interface WiringOptions {
  readonly userAgent: string
  /** From `--zone`. */
  readonly zone?: string | undefined
}

export async function wire({ userAgent, zone }: WiringOptions): Promise<Wiring> {
  const environment = readEnvironment()
  const config = await readConfig(environment.configDir)
  const apiUrl =
    environment.apiUrl === undefined
      ? (config.apiUrl ?? defaultApiUrl)
      : String(parseConfigValue('apiUrl', environment.apiUrl))
  const http = createHttpTransport({ baseUrl: apiUrl, userAgent })
  const sessions = createSessionFile(environment.configDir, apiUrl)
  const nowMs = () => Date.now()
  const transport =
    environment.token === undefined
      ? createSignedInTransport({ transport: http.send, sessions, now: nowMs })
      : createTokenTransport(http.send, tokenOf(environment.token))
  return {
    environment,
    config,
    apiUrl,
    http,
    sessions,
    store: createRemoteStore({ client: createClient(transport), sessions, newId: v7, nowMs }),
    dates: {
      now: Math.floor(nowMs() / 1000),
      zone: zoneOf(zone ?? environment.zone ?? config.zone),
      weekStart: config.weekStart ?? 1,
    },
  }
}

/** A name that only an alias resolves would come back changed in reports, so it is kept as it was written. */
function zoneOf(given: string | undefined): string {
  return given === undefined ? Temporal.Now.timeZoneId() : String(parseConfigValue('zone', given))
}

/** Other characters could end the header. The token itself never appears in a message. */
function tokenOf(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw new AppError('auth.invalid_token', 'GOALIXA_TOKEN holds characters that no token has', {
    try: 'set it to the text that goalixa auth token create printed',
  })
}
