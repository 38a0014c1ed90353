import type { webhookRoutes } from '@goalixa/contracts/webhooks'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import type { WebhooksService } from './webhooks.service.ts'

export const webhooksHandlers = (webhooks: WebhooksService): Handlers<typeof webhookRoutes> => ({
  list: async (_input, { principal }) => ({ items: await webhooks.list(principal.userId), nextCursor: null }),
  create: ({ body }, { principal }) => webhooks.create(principal.userId, body),
  delete: async ({ params }, { principal }) => {
    await webhooks.delete(principal.userId, params.id)
    return undefined
  },
})
