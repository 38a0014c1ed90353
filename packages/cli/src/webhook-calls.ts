/** Webhooks are the server's own: it tells them what changed, whether this device is there or not. */
import type { CreatedWebhook, NewWebhook } from '@goalixa/contracts/webhooks'
import type { RouteOutput } from '@goalixa/contracts/route'
import type { Routes } from '@goalixa/contracts/routes'

export interface WebhookCalls {
  readonly list: () => Promise<RouteOutput<Routes['webhooks']['list']>>
  readonly create: (input: NewWebhook) => Promise<CreatedWebhook>
  readonly delete: (id: string) => Promise<void>
}
