/** Starts the auth service inside a test, on free ports of the loopback. */
import { randomBytes } from 'node:crypto'
import { openDatabase } from '@goalixa/service-kit/db'
import { createLogger } from '@goalixa/service-kit/log'
import { createMetrics } from '@goalixa/service-kit/metrics'
import { migrate } from '@goalixa/service-kit/migrate'
import { createAuthApp } from './app.ts'
import { readAuthConfig } from './config.ts'
import type { GoogleEndpoints } from './google/google-provider.ts'
import { authMigrations, authSchema } from './migrations.ts'

interface AuthForTestsOptions {
  readonly databaseUrl: string
  /** The service's clock; the real one unless given. */
  readonly now?: () => Date
  /** Settings as the environment gives them, over those of the tests. */
  readonly settings?: Record<string, string>
  /** A provider that stands in for Google. */
  readonly googleEndpoints?: GoogleEndpoints
}

export interface AuthForTests {
  /** Base URL of the public port, without a slash at the end. */
  readonly url: string
  /** Base URL of the internal port. */
  readonly internalUrl: string
  close(): Promise<void>
}

/** The origin that pages of the tested installation have. */
export const testOrigin = 'https://goalixa.test'

/** Tests sign in and guess as nobody does, all from one address. */
const withoutLimits = {
  RATE_LIMIT_LOOPBACK: 'false',
  RATE_LIMIT_LOGIN_ACCOUNT: '100000/900',
  RATE_LIMIT_LOGIN_ADDRESS: '100000/300',
  RATE_LIMIT_MAIL_ACCOUNT: '100000/3600',
  RATE_LIMIT_CODE_ADDRESS: '100000/3600',
  RATE_LIMIT_TOKEN_ADDRESS: '100000/60',
  RATE_LIMIT_PERSONAL_TOKEN: '100000/60',
}

export async function startAuthForTests(options: AuthForTestsOptions): Promise<AuthForTests> {
  const url = options.databaseUrl
  const config = readAuthConfig({
    DATABASE_URL: url,
    AUTH_SECRET: randomBytes(48).toString('base64'),
    PUBLIC_URL: testOrigin,
    LOG_LEVEL: 'silent',
    ...withoutLimits,
    ...options.settings,
  })
  await migrate({ url, schema: authSchema, folder: authMigrations })
  const database = openDatabase({ url, schema: authSchema, poolSize: config.DATABASE_POOL })
  const log = createLogger({ service: 'auth', level: config.LOG_LEVEL })
  const now = options.now ?? (() => new Date())
  const app = await createAuthApp({
    database,
    config,
    log,
    metrics: createMetrics('auth'),
    now,
    googleEndpoints: options.googleEndpoints,
  })
  const ports = await app.listen({ host: '127.0.0.1', port: 0, metricsPort: 0 })
  return {
    url: `http://127.0.0.1:${ports.port}`,
    internalUrl: `http://127.0.0.1:${ports.metricsPort}`,
    async close() {
      await app.close()
      await database.close()
    },
  }
}
