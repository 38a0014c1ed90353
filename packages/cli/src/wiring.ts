/** Everything a command works with, put together by hand in one place. */
import type { HttpTransport } from '@goalixa/client/http'
import { AppError } from '@goalixa/contracts/errors'
import type { DateContext } from '@goalixa/domain/calendar'
import { defaultApiUrl, parseConfigValue, readConfig } from './config-file.ts'
import type { Config } from './config-file.ts'
import { readEnvironment } from './environment.ts'
import type { Environment } from './environment.ts'
import { syncInBackground } from './in-background.ts'
import { lazily } from './lazily.ts'
import { createLocalReplica } from './local-replica.ts'
import type { Live } from './live.ts'
import { createLocalStore } from './local-store.ts'
import { createRemote } from './remote.ts'
import { accountsOf } from './local-accounts.ts'
import type { SessionFile } from './session-file.ts'
import { createSessionFile } from './session-file.ts'
import type { SetDays } from '@goalixa/replica/queries/day-settings'
import type { Store } from './store.ts'

export interface Wiring {
  readonly environment: Environment
  readonly config: Config
  readonly apiUrl: string
  readonly http: HttpTransport
  readonly sessions: SessionFile
  readonly store: Store
  /** What dates are read against and shown in. */
  readonly dates: DateContext
  /** What the account has set of that, as far as it is known here; settings of this device come before it. */
  readonly accountDays: SetDays
  /** What changes while somebody watches; loaded when asked for. */
  readonly live: () => Promise<Live>
  /** Lets go of the local store, for whoever is about to replace it. */
  readonly release: () => Promise<void>
  /** After the answer: exchanges with the server, for a moment, and ends every connection. */
  readonly finish: () => Promise<void>
}

interface WiringOptions {
  /** Words for the person, on stderr. */
  readonly say: (words: string) => void
  /** From `--zone`. */
  readonly zone?: string | undefined
}

export async function wire({ say, zone }: WiringOptions): Promise<Wiring> {
  const environment = readEnvironment()
  const config = await readConfig(environment.configDir)
  const apiUrl =
    environment.apiUrl === undefined
      ? (config.apiUrl ?? defaultApiUrl)
      : String(parseConfigValue('apiUrl', environment.apiUrl))
  const sessions = createSessionFile(environment.configDir, apiUrl)
  const nowMs = () => Date.now()
  const token = environment.token === undefined ? undefined : tokenOf(environment.token)
  const remote = createRemote({ apiUrl, sessions, token, nowMs })
  const common = {
    environment,
    config,
    apiUrl,
    http: remote.http,
    sessions,
  }
  const datesFor = (days: SetDays): DateContext => ({
    now: Math.floor(nowMs() / 1000),
    zone: zoneOf(zone ?? environment.zone ?? config.zone ?? days.zone),
    weekStart: config.weekStart ?? days.weekStart ?? 1,
  })
  // A script with a token leaves nothing on the machine that it runs on: it asks the server.
  if (token !== undefined)
    return {
      ...common,
      dates: datesFor({}),
      accountDays: {},
      store: await remote.store(),
      live: async () => {
        const { createRemoteLive } = await import('./live.ts')
        return createRemoteLive({ store: await remote.store(), client: remote.client })
      },
      release: () => Promise.resolve(),
      finish: () => remote.http.close(),
    }
  const local = createLocalReplica({
    sessions,
    dataDir: environment.dataDir,
    stateDir: environment.stateDir,
    apiUrl,
    deadlineMs: environment.syncDeadlineMs,
    exchange: async (body, signal) => (await remote.client()).sync.exchange({ body }, { signal }),
    async *snapshot(signal) {
      const { snapshotLines } = await import('@goalixa/client/snapshot-lines')
      yield* snapshotLines(await remote.client(), { signal })
    },
    inBackground: () => syncInBackground(process.argv[1]!, environment.dataDir),
    now: nowMs,
    zone: () => dates.zone,
    say,
  })
  const accountDays = await local.days()
  const dates = datesFor(accountDays)
  const { accounts, totp, tokens, sessions: signedIn, audit } = accountsOf(remote.store, local)
  const finish = async () => {
    try {
      await local.finish()
    } finally {
      await remote.http.close()
    }
  }
  return {
    ...common,
    dates,
    accountDays,
    store: createLocalStore({
      withReplica: local.withReplica,
      ids: async () => (await import('./new-id.ts')).newId,
      syncNow: local.syncNow,
      syncQuietly: local.syncQuietly,
      accounts,
      totp,
      tokens,
      sessions: signedIn,
      audit,
      exports: lazily(async () => (await remote.store()).exports),
      calendarFeeds: lazily(async () => (await remote.store()).calendarFeeds),
      webhooks: lazily(async () => (await remote.store()).webhooks),
      onLargeWrite: () => local.bePatient(),
    }),
    live: async () => {
      const { createLocalLive } = await import('./live.ts')
      const { withReplica, syncNow, path } = local
      return createLocalLive({ withReplica, syncNow, path, client: remote.client, sessions })
    },
    release: local.release,
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
