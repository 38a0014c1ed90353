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
  PWA_DIR: z.string().default(folder('../../pwa/dist')).describe('folder of the built app at /app/'),
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
  ROUTE_OVERRIDES: z
    .string()
    .optional()
    .describe('JSON file that changes routes by their id; read again on SIGHUP'),
  RATE_LIMIT_REQUESTS: rateSetting('6000/60').describe(
    'requests per user, or per address where nobody is signed in, as count/seconds, over all instances',
  ),
  RATE_LIMIT_HEAVY: rateSetting('600/60').describe(
    'the same for routes that read or write a whole account, such as export and import; counted apart',
  ),
})
export type ApiSettings = z.output<typeof apiSettings>
