/** Starts the app service: settings, migrations, wiring, listening; the only file here with side effects. */
import { fileURLToPath } from 'node:url'
import { createAuthenticate } from '@goalixa/service-kit/authenticate'
import { whereToListen, withUsableSettings } from '@goalixa/service-kit/config'
import { openDatabase } from '@goalixa/service-kit/db'
import { createHttpService } from '@goalixa/service-kit/http-service'
import { createJwksKeyFinder } from '@goalixa/service-kit/jwks'
import { listenTo } from '@goalixa/service-kit/listen'
import { createLogger } from '@goalixa/service-kit/log'
import { createMetrics } from '@goalixa/service-kit/metrics'
import { migrate } from '@goalixa/service-kit/migrate'
import { onShutdown } from '@goalixa/service-kit/shutdown'
import { startTelemetry } from '@goalixa/service-kit/telemetry'
import { createTokenVerifier } from '@goalixa/service-kit/tokens'
import { createApp, storedTables } from './app.ts'
import { readAppConfig } from './config.ts'
import { createDeletedAccounts } from './deleted-accounts/deleted-accounts.service.ts'
import { announceHead, headsChannel } from './events/events.repository.ts'
import { adoptUnknownRows } from './operations/adopt-unknown-rows.ts'

const config = withUsableSettings(() => readAppConfig(process.env))
const log = createLogger({ service: 'app', level: config.LOG_LEVEL })
const telemetry = await startTelemetry({ service: 'app', settings: config, log })
const folder = fileURLToPath(new URL('../migrations', import.meta.url))
const applied = await migrate({ url: config.DATABASE_URL, schema: 'app', folder })
if (applied.length > 0) log.info({ applied }, 'migrated')

const database = openDatabase({
  url: config.DATABASE_URL,
  schema: 'app',
  poolSize: config.DATABASE_POOL,
  onError: (err) => log.warn({ err }, 'an idle database connection broke'),
})
const adopted = await adoptUnknownRows({
  database,
  tables: storedTables,
  announceHead,
  onError: (err) => log.error({ err }, 'rows of newer devices could not be adopted'),
})
if (adopted > 0) log.info({ adopted }, 'rows of newer devices became rows of this version')
const notifications = listenTo({
  url: config.DATABASE_URL,
  channel: headsChannel,
  onError: (err) => log.warn({ err }, 'the connection that listens for changes broke'),
})
const findKey = createJwksKeyFinder({ url: `${config.AUTH_URL}/auth/.well-known/jwks.json`, now: Date.now })
const authenticate = createAuthenticate(createTokenVerifier({ issuer: config.TOKEN_ISSUER, findKey }))
const metrics = createMetrics('app')
const app = createApp({
  database,
  notifications,
  authenticate,
  now: Date.now,
  metrics,
  webhookAddresses: config.WEBHOOK_ADDRESSES,
  log,
})
const service = createHttpService({
  log,
  metrics,
  checks: { database: () => database.ping(), keys: findKey.check },
  routes: app.routes,
})
const deletedAccounts = createDeletedAccounts({ authInternalUrl: config.AUTH_INTERNAL_URL, database, log })
deletedAccounts.start()
app.firing.start()
app.delivering.start()
onShutdown(log, async ({ inHaste }) => {
  await service.close({ drainMs: inHaste ? 0 : config.DRAIN_SECONDS * 1000 })
  await Promise.all([deletedAccounts.stop(), app.firing.stop(), app.delivering.stop()])
  await Promise.all([notifications.close(), database.close()])
  await telemetry.stop()
})
await service.listen(whereToListen(config))
