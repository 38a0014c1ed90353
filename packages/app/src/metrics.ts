/** What the app service alone can measure. Labels are words of the code, never a person or a key. */
import type { Metrics } from '@goalixa/service-kit/metrics'
import type { IdempotencyOutcome } from './operations/operations.service.ts'
import type { DeliveryOutcome } from './webhooks/delivering.ts'

/** Counts writes that came with an `Idempotency-Key`, by what came of it. */
export function countIdempotencyKeys(metrics: Metrics): (outcome: IdempotencyOutcome) => void {
  const count = metrics.counter({
    name: 'goalixa_idempotency_total',
    help: 'Writes with an Idempotency-Key: of a new key, come again, or another write under an old key',
    labels: ['outcome'],
  })
  return (outcome) => count({ outcome })
}

/** Counts tries to tell a webhook what changed, by what came of it. */
export function countDeliveries(metrics: Metrics): (outcome: DeliveryOutcome) => void {
  const count = metrics.counter({
    name: 'goalixa_webhook_deliveries_total',
    help: 'Tries to tell a webhook what changed: delivered, to be tried again, or given up for good',
    labels: ['outcome'],
  })
  return (outcome) => count({ outcome })
}
