/** Webhooks: addresses that are told what changed, in the form of https://www.standardwebhooks.com. */
import * as z from 'zod'
import { Id, Instant, Name, NoContent, Text } from './primitives.ts'
import { route } from './route.ts'
import { TableName } from './sync.ts'

export const Webhook = z.object({
  id: Id,
  name: z.string(),
  url: z.string(),
  /** `failing`: the last try failed, and it is tried again. `ended`: it failed for days, or said that it is gone. */
  state: z.enum(['active', 'failing', 'ended']),
  /** Of the last try: its HTTP status, null where there was no answer; and when it was, null before the first. */
  lastStatus: z.int().nullable(),
  lastTriedAt: Instant.nullable(),
  createdAt: Instant,
})
export type Webhook = z.infer<typeof Webhook>

export const NewWebhook = z.strictObject({ name: Name, url: Text(2000) })
export type NewWebhook = z.output<typeof NewWebhook>

/** `secret` signs what is sent, and is shown once. */
export const CreatedWebhook = Webhook.extend({ secret: z.string() })
export type CreatedWebhook = z.infer<typeof CreatedWebhook>

/**
 * The body of a delivery: what changed, in order, and never what it says now; the receiver asks the API for that.
 * A change may be told twice, and none is left out.
 */
export const WebhookDelivery = z.object({
  type: z.literal('changes'),
  webhookId: Id,
  items: z.array(
    z.object({
      /** Grows with every change of the account. */
      seq: z.int(),
      /** When its author made it, by the author's clock. */
      at: Instant,
      /** What the author did, such as `timer.start`. */
      intent: z.string(),
      table: TableName,
      id: Id,
      /** Fields that have another value now, as sync names them: `span` is the start and the end of an entry. */
      fields: z.array(z.string()),
    }),
  ),
  /** Are there more, in the next delivery? */
  more: z.boolean(),
})
export type WebhookDelivery = z.infer<typeof WebhookDelivery>

export const webhookRoutes = {
  list: route({
    method: 'GET',
    path: '/v1/webhooks',
    summary: 'List the webhooks',
    access: 'session',
    response: z.object({ items: z.array(Webhook), nextCursor: z.null() }),
  }),
  create: route({
    method: 'POST',
    path: '/v1/webhooks',
    summary: 'Make a webhook, which is told of changes from now on; its secret is shown only now',
    access: 'session',
    body: NewWebhook,
    status: 201,
    response: CreatedWebhook,
  }),
  delete: route({
    method: 'DELETE',
    path: '/v1/webhooks/{id}',
    summary: 'Remove a webhook',
    access: 'session',
    params: z.object({ id: Id }),
    status: 204,
    response: NoContent,
  }),
}
