/** The actor of a write, from the call that asks for it. */
import { createHash } from 'node:crypto'
import type { Json } from '@goalixa/domain/rows'
import { canonical } from '@goalixa/domain/rows'
import type { UserCall } from '@goalixa/service-kit/bind-routes'
import { currentRequest } from '@goalixa/service-kit/context'
import type { Actor } from './operations.service.ts'

/** `route` and `input` make the fingerprint that tells a repeated write from another one with the same key. */
export function actorOf(call: UserCall, route: string, input: object): Actor {
  const key = call.idempotencyKey
  // Through JSON, so that absent and undefined fields are the same.
  // A token for one project gets no answer that was given to another one.
  const { userId, projectId } = call.principal
  const fingerprint = () =>
    canonical(
      JSON.parse(JSON.stringify([route, input, ...(projectId === undefined ? [] : [projectId])])) as Json,
    )
  return {
    userId,
    projectId,
    requestId: currentRequest()?.requestId,
    idempotency:
      key === undefined
        ? undefined
        : { key, fingerprint: createHash('sha256').update(fingerprint()).digest('base64url') },
  }
}
