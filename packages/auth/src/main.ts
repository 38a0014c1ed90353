/**
 * Starts the auth service. Password hashes run on Node's own threads, of which there are four unless
 * UV_THREADPOOL_SIZE says otherwise; on a machine with more than three cores set it to the number of cores plus one.
 */
import { whereToListen, withUsableSettings } from '@goalixa/service-kit/config'
import { openDatabase } from '@goalixa/service-kit/db'
import { createLogger } from '@goalixa/service-kit/log'
import { createMetrics } from '@goalixa/service-kit/metrics'
import { migrate } from '@goalixa/service-kit/migrate'
import { onShutdown } from '@goalixa/service-kit/shutdown'
import { startTelemetry } from '@goalixa/service-kit/telemetry'
import { createAuthApp } from './app.ts'
import { readAuthConfig } from './config.ts'
import { authMigrations, authSchema } from './migrations.ts'

const config = withUsableSettings(() => readAuthConfig())
const log = createLogger({ service: 'auth', level: config.LOG_LEVEL })
const telemetry = await startTelemetry({ service: 'auth', settings: config, log })
const url = config.DATABASE_URL
await migrate({ url, schema: authSchema, folder: authMigrations })
const database = openDatabase({
  url,
  schema: authSchema,
  poolSize: config.DATABASE_POOL,
  onError: (error) => log.warn({ err: error }, 'a database connection broke'),
})
const app = await createAuthApp({
  database,
  config,
  log,
  metrics: createMetrics('auth'),
  now: () => new Date(),
})
await app.listen(whereToListen(config))
onShutdown(log, async ({ inHaste }) => {
  await app.close({ drainMs: inHaste ? 0 : config.DRAIN_SECONDS * 1000 })
  await database.close()
  await telemetry.stop()
})
