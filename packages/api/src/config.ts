/** What the gateway is told. */
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { rateSetting } from '@goalixa/contracts/rate-limits'
import { serviceSettings, tokenSettings } from '@goalixa/service-kit/config'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export const apiSettings = z.object({
  ...serviceSettings,
  ...tokenSettings,
  AUTH_INTERNAL_URL: z.url().describe('base URL of the internal port of the auth service'),
  APP_URL: z.url().describe('base URL of the app service'),
  PUBLIC_URL: z.url().describe('the one origin that people and browsers use'),
  LANDING_DIR: z.string().default(folder('../../landing/public')).describe('folder of the page at /'),
  PWA_DIR: z.string().default(folder('../../pwa/public')).describe('folder of the app at /app/'),
  COOKIE_SECURE: z
    .stringbool()
    .default(true)
    .describe('false only where the browser reaches us by plain HTTP'),
  TRUSTED_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe('proxies in front that append to X-Forwarded-For'),
  RATE_LIMIT_REQUESTS: rateSetting('6000/60').describe(
    'requests per user, or per address where nobody is signed in, as count/seconds, over all instances',
  ),
  DRAIN_SECONDS: z.coerce
    .number()
    .min(0)
    .max(15)
    .default(0)
    .describe('time to go on serving after a signal, not ready, until balancers have noticed'),
})
export type ApiSettings = z.output<typeof apiSettings>
