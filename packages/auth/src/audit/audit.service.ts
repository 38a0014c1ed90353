/** Reading the audit, page by page. */
import type { AuditEvent } from '@goalixa/contracts/audit'
import { AppError } from '@goalixa/contracts/errors'
import type { Database } from '@goalixa/service-kit/db'
import { toInstant } from '../instants.ts'
import { auditEvents } from './audit.repository.ts'

interface Asked {
  /** Null: of everybody. */
  readonly userId: string | null
  readonly limit: number
  readonly cursor?: string | undefined
}

export interface AuditService {
  /** Newest first. @throws AppError `request.invalid` for a cursor that no answer gave */
  list(asked: Asked): Promise<{ items: AuditEvent[]; nextCursor: string | null }>
}

export const createAuditService = (database: Database): AuditService => ({
  async list({ userId, limit, cursor }) {
    if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) {
      const message = 'take it from nextCursor of the page before'
      throw new AppError('request.invalid', `query.cursor: ${message}`, {
        fields: [{ path: 'query.cursor', message }],
      })
    }
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor)
    const rows = await auditEvents(database, { userId, before, limit: limit + 1 })
    const shown = rows.slice(0, limit)
    return {
      items: shown.map(({ id: _id, at, ...event }) => ({ at: toInstant(at), ...event })),
      nextCursor: rows.length > limit ? String(shown.at(-1)?.id) : null,
    }
  },
})
