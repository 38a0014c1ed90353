import { syncRoutes } from '@goalixa/contracts/sync'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { answered } from '@goalixa/service-kit/bind-routes'
import { writePiece } from '@goalixa/service-kit/write-piece'
import { actorOf } from '../operations/actor.ts'
import type { HistoryService } from './history.service.ts'
import type { SnapshotService } from './snapshot.service.ts'
import type { SyncService } from './sync.service.ts'

interface SyncServices {
  readonly sync: SyncService
  readonly snapshot: SnapshotService
  readonly history: HistoryService
}

const ndjson = {
  'Content-Type': 'application/x-ndjson',
  // Whoever compresses or collects would keep the first rows from people until the last one is there.
  'Cache-Control': 'private, no-store, no-transform',
  'X-Accel-Buffering': 'no',
}

export const syncHandlers = ({ sync, snapshot, history }: SyncServices): Handlers<typeof syncRoutes> => ({
  exchange: ({ body }, call) => sync.exchange(call.principal.userId, body),
  async snapshot({ query }, { principal, request, response }) {
    if (request.method === 'HEAD') {
      response.set(ndjson).end()
      return answered
    }
    await snapshot.write(principal.userId, query, (lines) => {
      if (!response.headersSent) response.set(ndjson)
      return writePiece(response, lines)
    })
    response.end()
    return answered
  },
  history: ({ query }, call) => history.list(call.principal.userId, query),
  undo: (input, call) => history.undo(actorOf(call, 'sync.undo', input), input.body),
})
