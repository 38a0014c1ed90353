/** Settings of the app service; the only reader of the environment here. */
import * as z from 'zod'
import { databaseSettings, readConfig, serviceSettings, tokenSettings } from '@goalixa/service-kit/config'

export const AppConfig = z.object({
  ...serviceSettings,
  ...tokenSettings,
  ...databaseSettings,
  WEBHOOK_ADDRESSES: z
    .enum(['public', 'any'])
    .default('public')
    .describe('which addresses webhooks may have: `any` also allows those of your own network, and http://'),
  AUTH_INTERNAL_URL: z
    .url()
    .optional()
    .describe('internal port of auth, where deleted accounts are learned; without it their data stays'),
})

export const readAppConfig = (environment: Record<string, string | undefined>) =>
  readConfig(AppConfig, environment)
