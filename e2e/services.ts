/** auth, app and the gateway on real sockets and one real database, each with a clock that the test may move. */
import { createPrivateKey, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { createApp } from '@goalixa/app/app'
import { startAuthForTests } from '@goalixa/auth/testing'
import type { AuthForTests } from '@goalixa/auth/testing'
import { unseal } from '@goalixa/auth/keys/sealed'
import { deriveSecrets } from '@goalixa/auth/secrets'
import { createGateway } from '@goalixa/api/app'
import { apiSettings } from '@goalixa/api/config'
import { createAuthenticate } from '@goalixa/service-kit/authenticate'
import { openDatabase } from '@goalixa/service-kit/db'
import type { Database } from '@goalixa/service-kit/db'
import { createHttpService } from '@goalixa/service-kit/http-service'
import { createJwksKeyFinder } from '@goalixa/service-kit/jwks'
import { listenTo } from '@goalixa/service-kit/listen'
import { createLogger } from '@goalixa/service-kit/log'
import { createMetrics } from '@goalixa/service-kit/metrics'
import { sql } from '@goalixa/service-kit/sql'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { createTokenVerifier } from '@goalixa/service-kit/tokens'

export interface Services {
  readonly auth: AuthForTests
  /** Base URLs, without a slash at the end. */
  readonly gatewayUrl: string
  readonly appUrl: string
  /** The schema of auth, as somebody with a dump sees it. */
  readonly database: Database
  readonly databaseUrl: string
  /** The key that signs now, opened with the secret: for tokens that are truly signed and yet wrong. */
  activeKey(): Promise<{ kid: string; privateKey: KeyObject }>
  close(): Promise<void>
}

interface Clocks {
  /** Epoch milliseconds. */
  readonly auth?: () => number
  readonly app?: () => number
  readonly gateway?: () => number
}

const issuer = 'goalixa-auth'

export async function startServices(
  options: { readonly clocks?: Clocks; readonly settings?: Record<string, string> } = {},
): Promise<Services> {
  const { clocks = {} } = options
  const { url: databaseUrl, drop } = await createTestDatabase()
  const AUTH_SECRET = randomBytes(48).toString('base64')
  const authNow = clocks.auth ?? Date.now
  const auth = await startAuthForTests({
    databaseUrl,
    now: () => new Date(authNow()),
    settings: { AUTH_SECRET, ...options.settings },
  })
  const app = await startApp(databaseUrl, auth.url, clocks.app ?? Date.now)
  const gateway = createGateway({
    settings: apiSettings.parse({
      AUTH_URL: auth.url,
      AUTH_INTERNAL_URL: auth.internalUrl,
      APP_URL: app.url,
      PUBLIC_URL: 'https://goalixa.test',
      TOKEN_ISSUER: issuer,
    }),
    log: createLogger({ service: 'api', level: 'silent' }),
    metrics: createMetrics('api'),
    now: clocks.gateway ?? Date.now,
  })
  const { port } = await gateway.listen({ host: '127.0.0.1', port: 0, metricsPort: 0 })
  const database = openDatabase({ url: databaseUrl, schema: 'auth', poolSize: 2 })
  const secrets = deriveSecrets(AUTH_SECRET)
  return {
    auth,
    gatewayUrl: `http://127.0.0.1:${port}`,
    appUrl: app.url,
    database,
    databaseUrl,
    async activeKey() {
      const row = await database.row<{ kid: string; sealed: Buffer }>(
        sql`select kid, sealed_private_jwk as sealed from signing_keys where state = 'active'`,
      )
      const { kid, sealed } = row!
      const key = JSON.parse(unseal(secrets.current.sealing, sealed, kid)) as Record<string, unknown>
      return { kid, privateKey: createPrivateKey({ key, format: 'jwk' }) }
    },
    async close() {
      await gateway.close()
      await app.close()
      await auth.close()
      await database.close()
      await drop()
    },
  }
}

async function startApp(databaseUrl: string, authUrl: string, now: () => number) {
  const database = openDatabase({ url: databaseUrl, schema: 'app' })
  const notifications = listenTo({ url: databaseUrl, channel: 'goalixa_heads' })
  const findKey = createJwksKeyFinder({ url: `${authUrl}/auth/.well-known/jwks.json`, now })
  const log = createLogger({ service: 'app', level: 'silent' })
  const authenticate = createAuthenticate(createTokenVerifier({ issuer, findKey, now }))
  const app = createApp({ database, notifications, authenticate, now, log })
  const service = createHttpService({
    log,
    metrics: createMetrics('app'),
    checks: { database: () => database.ping() },
    routes: app.routes,
  })
  const { port } = await service.listen({ host: '127.0.0.1', port: 0, metricsPort: 0 })
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      await service.close()
      await Promise.all([notifications.close(), database.close()])
    },
  }
}
