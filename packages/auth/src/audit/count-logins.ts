/** Counts what the audit is told of logins, so that both always agree. */
import type { AppendAudit, LoginMethod } from './audit-event.ts'

type CountLogin = (labels: { readonly method: LoginMethod; readonly outcome: 'success' | 'failure' }) => void

export const countingLogins =
  (append: AppendAudit, count: CountLogin): AppendAudit =>
  async (db, event) => {
    await append(db, event)
    if (event.event === 'login') count({ method: event.method ?? 'other', outcome: event.outcome })
  }

const methods: Readonly<Record<string, LoginMethod>> = { pwd: 'password', hwk: 'passkey', fed: 'google' }

/** By the first of the ways that RFC 8176 names. */
export const loginMethodOf = (amr: readonly string[]): LoginMethod => methods[amr[0] ?? ''] ?? 'other'
