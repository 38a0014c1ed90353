/**
 * Tells webhooks what changed. A webhook is a reader of the history that the server calls: it remembers up to where it was
 * told, so that nothing is left out, whatever breaks; what it has not acknowledged is told again.
 */
import { createHash } from 'node:crypto'
import type { WebhookDelivery } from '@goalixa/contracts/webhooks'
import { toInstantText } from '@goalixa/domain/calendar'
import type { Database } from '@goalixa/service-kit/db'
import type { Logger } from '@goalixa/service-kit/log'
import type { PostWebhook } from './post-webhook.ts'
import {
  changesAfter,
  moveWebhook,
  postponeWebhook,
  resetWebhook,
  takeDueWebhook,
} from './webhooks.repository.ts'
import type { Change, DueWebhook } from './webhooks.repository.ts'

interface DeliveringOptions {
  readonly database: Database
  readonly posting: PostWebhook
  readonly log: Pick<Logger, 'warn'>
  /** Milliseconds of the wall clock. */
  readonly now: () => number
  readonly onTried?: ((outcome: DeliveryOutcome) => void) | undefined
  /** How often it looks, in milliseconds. */
  readonly everyMs?: number
}

export type DeliveryOutcome = 'delivered' | 'retried' | 'ended'

export interface Delivering {
  start(): void
  /** Tells all that are due; answers how many tries that took. */
  deliverAll(): Promise<number>
  /** Breaks off what is under way; nothing of it is lost. */
  stop(): Promise<void>
}

/** One that takes long to answer keeps nobody but itself waiting. */
const atOnce = 8
const mostItems = 100
/** Longer than a receiver may take; after a crash somebody else asks it this much later. */
const heldSeconds = 60
/** What changes in quick succession is told together. */
const restSeconds = 1
const endedAfterSeconds = 5 * 86_400
const longestDelaySeconds = 3_600
const gone = 410

/** 5, 10, 20 … seconds, at most an hour, and up to half as long again. `chance`: from 0 to below 1. */
export const retrySeconds = (failures: number, chance: number): number =>
  Math.round(Math.min(longestDelaySeconds, 5 * 2 ** Math.min(failures, 20)) * (1 + chance / 2))

export function createDelivering(options: DeliveringOptions): Delivering {
  const { database, posting, log, now, onTried, everyMs = 500 } = options
  const seconds = () => Math.floor(now() / 1000)
  const underWay = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let working: Promise<unknown> = Promise.resolve()
  let isStopped = false
  let isFailing = false

  const noteFailure = (error: unknown): void => {
    if (!isFailing) log.warn({ err: error }, 'webhooks could not be told')
    isFailing = true
  }
  const deliver = async (webhook: DueWebhook): Promise<void> => {
    const found = await changesAfter(database, webhook.userId, webhook.seenSeq, mostItems + 1)
    const changes = found.slice(0, mostItems)
    const last = changes.at(-1)
    if (last === undefined) return resetWebhook(database, webhook, seconds())
    const at = seconds()
    const status = await posting.post({
      ...webhook,
      deliveryId: deliveryIdOf(webhook, last.seq),
      at,
      body: bodyOf(webhook, changes, found.length > mostItems),
    })
    // Broken off by the end of this process: whoever runs next tells it again.
    if (isStopped && status === null) return
    const tried = { at, status }
    if (status !== null && status >= 200 && status < 300) {
      const seenSeq = found.length > mostItems ? last.seq : Math.max(last.seq, webhook.headSeq)
      onTried?.('delivered')
      return moveWebhook(database, webhook, tried, { seenSeq, dueAt: seconds() + restSeconds })
    }
    const isOver = status === gone || at - (webhook.failingSince ?? at) >= endedAfterSeconds
    const delay = retrySeconds(webhook.failures, Math.random())
    onTried?.(isOver ? 'ended' : 'retried')
    // Where it leads is the secret of whoever made it.
    if (isOver) log.warn({ webhookId: webhook.id, status }, 'a webhook is asked no more')
    return postponeWebhook(database, webhook, tried, isOver ? undefined : seconds() + delay)
  }
  /** Begins to tell those that are due, as many as may be under way. */
  const takeDue = async (): Promise<number> => {
    for (let taken = 0; ; taken++) {
      if (isStopped || underWay.size >= atOnce) return taken
      const webhook = await takeDueWebhook(database, seconds(), seconds() + heldSeconds)
      if (webhook === undefined) return taken
      const one = deliver(webhook)
        .catch(noteFailure)
        .finally(() => underWay.delete(one))
      underWay.add(one)
    }
  }
  const deliverAll = async (): Promise<number> => {
    let tries = 0
    for (;;) {
      const taken = await takeDue()
      tries += taken
      await Promise.all(underWay)
      if (taken === 0) return tries
    }
  }
  const look = async (): Promise<void> => {
    try {
      await takeDue()
      isFailing = false
    } catch (error) {
      noteFailure(error)
    }
    if (!isStopped) timer = setTimeout(begin, everyMs).unref()
  }
  const begin = () => {
    working = look()
  }
  return {
    start: begin,
    deliverAll,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await working
      // A receiver that takes its time does not keep the process.
      await posting.close()
      await Promise.all(underWay)
    },
  }
}

/** The same for the same changes: a receiver knows by it what it has had. */
const deliveryIdOf = ({ id, seenSeq }: DueWebhook, lastSeq: number): string =>
  `msg_${createHash('sha256').update(`${id} ${seenSeq} ${lastSeq}`).digest('base64url').slice(0, 27)}`

const bodyOf = ({ id }: DueWebhook, changes: readonly Change[], more: boolean): WebhookDelivery => ({
  type: 'changes',
  webhookId: id,
  items: changes.map((change) => ({
    seq: change.seq,
    at: toInstantText(change.at),
    intent: change.intent,
    table: change.table,
    id: change.id,
    fields: [...change.fields],
  })),
  more,
})
