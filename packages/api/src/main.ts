/** Starts the gateway. */
import { readConfig } from '@goalixa/service-kit/config'
import { createLogger } from '@goalixa/service-kit/log'
import { createMetrics } from '@goalixa/service-kit/metrics'
import { onShutdown } from '@goalixa/service-kit/shutdown'
import { createGateway } from './app.ts'
import { apiSettings } from './config.ts'

const settings = readConfig(apiSettings, process.env)
const log = createLogger({ service: 'api', level: settings.LOG_LEVEL })
const gateway = createGateway({ settings, log, metrics: createMetrics('api'), now: Date.now })
onShutdown(log, gateway.close)
await gateway.listen({
  host: settings.HOST,
  port: settings.PORT,
  metricsHost: settings.METRICS_HOST,
  metricsPort: settings.METRICS_PORT,
})
