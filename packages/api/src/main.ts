/** Starts the gateway. */
import { setFlagsFromString } from 'node:v8'
import { readConfig, whereToListen, withUsableSettings } from '@goalixa/service-kit/config'
import { createLogger } from '@goalixa/service-kit/log'
import { createMetrics } from '@goalixa/service-kit/metrics'
import { onShutdown } from '@goalixa/service-kit/shutdown'
import { startTelemetry } from '@goalixa/service-kit/telemetry'
import { createGateway } from './app.ts'
import { apiSettings } from './config.ts'

// Under load V8 may come to expect that what a request makes lives long, and put it where only a full collection
// looks: all that requests make after it is then kept alive, too, and each small collection takes ten times as long.
setFlagsFromString('--no-allocation-site-pretenuring')

const settings = withUsableSettings(() => readConfig(apiSettings, process.env))
const log = createLogger({ service: 'api', level: settings.LOG_LEVEL })
const telemetry = await startTelemetry({ service: 'api', settings, log })
// The overrides of routes are settings, too.
const gateway = withUsableSettings(() =>
  createGateway({ settings, log, metrics: createMetrics('api'), now: Date.now }),
)
onShutdown(log, async ({ inHaste }) => {
  await gateway.close(inHaste ? { drainMs: 0 } : {})
  await telemetry.stop()
})
// Before it listens: without a handler the signal would end the process.
process.on('SIGHUP', () => void gateway.reload())
// Whoever started all services tells which of them have died; started by hand, nobody tells.
process.on('message', ({ gone }: { gone?: readonly string[] }) => gone && gateway.setGone(gone))
await gateway.listen(whereToListen(settings))
