/** Routes for those who run the service. */
import { AppError } from '@goalixa/contracts/errors'
import type { Principal } from './tokens.ts'

/**
 * Demands an operator's session. What the access token says counts until it ends, minutes after a change.
 * @throws AppError `auth.operator_required`; `auth.session_required` for personal access tokens
 */
export function requireOperator({ kind, role }: Pick<Principal, 'kind' | 'role'>): void {
  if (kind !== 'session') throw new AppError('auth.session_required')
  if (role !== 'operator') throw new AppError('auth.operator_required')
}
