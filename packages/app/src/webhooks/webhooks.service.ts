/** Webhooks: making, listing and removing them. */
import { randomBytes } from 'node:crypto'
import { AppError } from '@goalixa/contracts/errors'
import type { CreatedWebhook, NewWebhook, Webhook } from '@goalixa/contracts/webhooks'
import { toInstantText } from '@goalixa/domain/calendar'
import type { Database } from '@goalixa/service-kit/db'
import type { WebhookAddresses } from './webhook-address.ts'
import { readWebhookUrl } from './webhook-address.ts'
import { deleteWebhook, insertWebhook, listWebhooks } from './webhooks.repository.ts'

interface WebhooksOptions {
  readonly database: Database
  readonly addresses: WebhookAddresses
  readonly now: () => number
  readonly newId: () => string
}

/** Of Standard Webhooks, by which people, scanners and libraries know it. */
const secretPrefix = 'whsec_'
const mostWebhooks = 10

export function createWebhooksService({ database, addresses, now, newId }: WebhooksOptions) {
  return {
    list: (userId: string): Promise<Webhook[]> => listWebhooks(database, userId),

    /** @throws AppError `webhooks.address_refused`, `webhooks.too_many` */
    async create(userId: string, input: NewWebhook): Promise<CreatedWebhook> {
      const url = readWebhookUrl(input.url, addresses)
      const secret = randomBytes(32)
      const createdAt = Math.floor(now() / 1000)
      const id = newId()
      if (
        !(await insertWebhook(
          database,
          { userId, id, name: input.name, url, secret, createdAt },
          mostWebhooks,
        ))
      )
        throw new AppError('webhooks.too_many', `there are ${mostWebhooks} of them`)
      return {
        id,
        name: input.name,
        url,
        state: 'active',
        lastStatus: null,
        lastTriedAt: null,
        createdAt: toInstantText(createdAt),
        secret: secretPrefix + secret.toString('base64'),
      }
    },

    /** @throws AppError `webhooks.not_found`, also for those of others */
    async delete(userId: string, id: string): Promise<void> {
      if (!(await deleteWebhook(database, userId, id))) throw new AppError('webhooks.not_found')
    },
  }
}
export type WebhooksService = ReturnType<typeof createWebhooksService>
