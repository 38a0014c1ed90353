/** What cannot be taken back needs somebody who has proved lately who they are. */
import { AppError } from '@goalixa/contracts/errors'
import type { Database } from '@goalixa/service-kit/db'
import type { Principal } from '@goalixa/service-kit/tokens'
import { afterSeconds } from '../instants.ts'
import { authenticatedAt } from './step-up.repository.ts'

/** A sign-in or step-up counts for ten minutes. */
export const freshSeconds = 600

/** @throws AppError `auth.step_up_required` (of the returned function), `auth.session_required` for personal tokens */
export type RequireFreshSession = (
  principal: Pick<Principal, 'userId' | 'sessionId' | 'kind'>,
) => Promise<void>

/** The session is asked, not the access token: a step-up counts at once, and a stolen token cannot be older than it. */
export const createRequireFreshSession =
  (options: { readonly database: Database; readonly now: () => Date }): RequireFreshSession =>
  async ({ userId, sessionId, kind }) => {
    if (kind !== 'session') throw new AppError('auth.session_required')
    const at = await authenticatedAt(options.database, userId, sessionId)
    if (at === undefined) throw new AppError('auth.session_ended')
    if (options.now() > afterSeconds(at, freshSeconds)) throw new AppError('auth.step_up_required')
  }
