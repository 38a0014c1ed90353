/** Sends one delivery, signed as https://www.standardwebhooks.com says. */
import { createHmac } from 'node:crypto'
import { isIP } from 'node:net'
import { Agent, request } from 'undici'
import type { WebhookDelivery } from '@goalixa/contracts/webhooks'
import { createPublicLookup, isPublicAddress } from './webhook-address.ts'
import type { WebhookAddresses } from './webhook-address.ts'

const answerWithinMs = 10_000
/** Of an answer nothing but its status is read; a connection with more behind it than this is closed. */
const mostAnswerBytes = 16 * 1024

interface Delivery {
  readonly url: string
  readonly secret: Buffer
  /** The same each time that it is tried. */
  readonly deliveryId: string
  /** Epoch seconds. */
  readonly at: number
  readonly body: WebhookDelivery
}

export interface PostWebhook {
  /** The status of the answer; null where there was none, whatever the reason. Redirects are not followed. */
  readonly post: (delivery: Delivery) => Promise<number | null>
  readonly close: () => Promise<void>
}

export function createPostWebhook(allowed: WebhookAddresses): PostWebhook {
  const agent = new Agent({
    connect: { timeout: answerWithinMs, ...(allowed === 'any' ? {} : { lookup: createPublicLookup() }) },
    connections: 2,
    headersTimeout: answerWithinMs,
    bodyTimeout: answerWithinMs,
    keepAliveTimeout: 1_000,
    maxResponseSize: mostAnswerBytes,
  })
  /** A socket asks nobody about an address that is written as numbers. */
  const isRefused = (url: string): boolean => {
    const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
    return allowed === 'public' && isIP(host) !== 0 && !isPublicAddress(host)
  }
  return {
    async post({ url, secret, deliveryId, at, body }) {
      if (isRefused(url)) return null
      const text = JSON.stringify(body)
      try {
        const answer = await request(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'user-agent': 'goalixa-webhooks',
            'webhook-id': deliveryId,
            'webhook-timestamp': String(at),
            'webhook-signature': signatureOf({ secret, deliveryId, at, text }),
          },
          body: text,
          dispatcher: agent,
          signal: AbortSignal.timeout(answerWithinMs),
        })
        await answer.body.dump({ limit: mostAnswerBytes }).catch(() => undefined)
        return answer.statusCode
      } catch {
        return null
      }
    },
    close: () => agent.destroy(),
  }
}

interface Signed {
  readonly secret: Buffer
  readonly deliveryId: string
  readonly at: number
  readonly text: string
}

const signatureOf = ({ secret, deliveryId, at, text }: Signed): string =>
  `v1,${createHmac('sha256', secret).update(`${deliveryId}.${at}.${text}`).digest('base64')}`
