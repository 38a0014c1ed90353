/** What the gateway is told. */
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
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
})
export type ApiSettings = z.output<typeof apiSettings>
