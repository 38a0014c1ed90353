/** Everything a command works with, put together by hand in one place. */
import type { HttpTransport } from '@goalixa/client/http'
import type { SessionStore } from '@goalixa/client/signed-in'
import { AppError } from '@goalixa/contracts/errors'
import type { DateContext } from '@goalixa/domain/calendar'
import { v7 } from 'uuid'
import { defaultApiUrl, parseConfigValue, readConfig } from './config-file.ts'
import type { Config } from './config-file.ts'
import { readEnvironment } from './environment.ts'
import type { Environment } from './environment.ts'
import { createLocalReplica } from './local-replica.ts'
import { createLocalStore } from './local-store.ts'
import { createRemote } from './remote.ts'
import { accountsOf } from './local-accounts.ts'
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
  /** After the answer: exchanges with the server, for a moment, and ends every connection. */
  readonly finish: () => Promise<void>
}

interface WiringOptions {
  readonly userAgent: string
  /** Words for the person, on stderr. */
  readonly say: (words: string) => void
  /** From `--zone`. */
  readonly zone?: string | undefined
}

export async function wire({ userAgent, say, zone }: WiringOptions): Promise<Wiring> {
  const environment = readEnvironment()
  const config = await readConfig(environment.configDir)
  const apiUrl =
    environment.apiUrl === undefined
      ? (config.apiUrl ?? defaultApiUrl)
      : String(parseConfigValue('apiUrl', environment.apiUrl))
  const sessions = createSessionFile(environment.configDir, apiUrl)
  const nowMs = () => Date.now()
  const token = environment.token === undefined ? undefined : tokenOf(environment.token)
  const remote = createRemote({ apiUrl, userAgent, sessions, token, newId: v7, nowMs })
  const common = {
    environment,
    config,
    apiUrl,
    http: remote.http,
    sessions,
    dates: {
      now: Math.floor(nowMs() / 1000),
      zone: zoneOf(zone ?? environment.zone ?? config.zone),
      weekStart: config.weekStart ?? 1,
    },
  }
  // A script with a token leaves nothing on the machine that it runs on: it asks the server.
  if (token !== undefined)
    return { ...common, store: await remote.store(), finish: () => remote.http.close() }
  const local = createLocalReplica({
    sessions,
    dataDir: environment.dataDir,
    apiUrl,
    deadlineMs: environment.syncDeadlineMs,
    exchange: async (body, signal) => (await remote.client()).sync.exchange({ body }, { signal }),
    now: nowMs,
    say,
  })
  const { accounts, tokens } = accountsOf(remote.store, local)
  const finish = async () => {
    try {
      await local.finish()
    } finally {
      await remote.http.close()
    }
  }
  return {
    ...common,
    store: createLocalStore({
      withReplica: local.withReplica,
      syncNow: local.syncNow,
      accounts,
      tokens,
      newId: v7,
      onLargeWrite: () => local.bePatient(),
    }),
    finish,
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
