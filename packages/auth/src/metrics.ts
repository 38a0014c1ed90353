/** What the auth service alone can measure. Labels are words of the code, never a person or an address. */
import type { Metrics } from '@goalixa/service-kit/metrics'
import type { LoginMethod } from './audit/audit-event.ts'

export interface AuthMetrics {
  readonly refreshed: (
    labels: Readonly<Record<'outcome', 'rotated' | 'replayed' | 'reused' | 'expired' | 'error'>>,
  ) => void
  readonly tokenIssued: (labels: Readonly<Record<'kind', 'access' | 'exchanged'>>) => void
  readonly hashed: (seconds: number) => void
  readonly mailed: (labels: Readonly<Record<'kind' | 'outcome', string>>) => void
  readonly loggedIn: (labels: Readonly<{ method: LoginMethod; outcome: 'success' | 'failure' }>) => void
  readonly sessionRevoked: (labels: Readonly<Record<'reason', string>>) => void
}

interface Figures {
  /** State and seconds of each published key; the oldest of a state is shown. */
  readonly keyAges: () => readonly { readonly state: string; readonly seconds: number }[]
  readonly hashesWaiting: () => number
}

export function createAuthMetrics(metrics: Metrics, { keyAges, hashesWaiting }: Figures): AuthMetrics {
  metrics.gauge(
    {
      name: 'goalixa_auth_hash_queue',
      help: 'Callers that wait for their turn to have a password hashed',
      labels: [],
    },
    hashesWaiting,
  )
  metrics.gauges(
    {
      name: 'goalixa_auth_key_age_seconds',
      help: 'Time since a signing key came into its state',
      labels: ['state'],
    },
    () => keyAges().map(({ state, seconds }) => ({ labels: { state }, value: seconds })),
  )
  const hashed = metrics.durations({
    name: 'goalixa_auth_password_hash_seconds',
    help: 'Time that one password hash took, without its wait in the queue',
    labels: [],
  })
  return {
    hashed: (seconds) => hashed({}, seconds),
    refreshed: metrics.counter({
      name: 'goalixa_auth_refresh_total',
      help: 'Refresh tokens that were presented, by what came of it',
      labels: ['outcome'],
    }),
    tokenIssued: metrics.counter({
      name: 'goalixa_auth_tokens_issued_total',
      help: 'Access tokens that were signed',
      labels: ['kind'],
    }),
    mailed: metrics.counter({
      name: 'goalixa_auth_mail_total',
      help: 'Mails of the outbox, by what they are about and what came of them',
      labels: ['kind', 'outcome'],
    }),
    loggedIn: metrics.counter({
      name: 'goalixa_auth_logins_total',
      help: 'Logins, by what proved who it is and what came of it',
      labels: ['method', 'outcome'],
    }),
    sessionRevoked: metrics.counter({
      name: 'goalixa_auth_sessions_revoked_total',
      help: 'Sessions that were ended before their time',
      labels: ['reason'],
    }),
  }
}
