/** How a server stops so that nobody's request is lost: told apart by who else takes connections meanwhile. */
import type { Server, ServerResponse } from 'node:http'
import { Server as NetServer } from 'node:net'
import { createOpenThings } from './open-things.ts'

/** A server on its way out. */
export interface Leaving {
  readonly hasBegun: () => boolean
  /** Goes on answering; every answer from now on is the last one on its connection. */
  begin(): void
  /** Takes no more connections, and keeps those that are idle; settles when the last one is gone. */
  stopListening(): Promise<void>
  /** Takes no more connections, closes those that are idle as soon as they are; settles when the last one is gone. */
  close(): Promise<void>
}

const sweepEveryMs = 50

export function createLeaving(server: Server): Leaving {
  const open = createOpenThings<ServerResponse>()
  let hasBegun = false
  let stopped: Promise<void> | undefined

  // Before any handler: it may write its head at once.
  server.prependListener('request', (_request, response: ServerResponse) => {
    if (hasBegun) response.setHeader('Connection', 'close')
    const slot = open.add(response)
    response.on('close', () => open.remove(slot))
  })
  // Not the method of an HTTP server: that closes idle connections, on which a request may be under way already.
  const stopListening = () =>
    (stopped ??= new Promise((resolve) => NetServer.prototype.close.call(server, () => resolve())))
  return {
    hasBegun: () => hasBegun,
    begin() {
      hasBegun = true
      for (const response of open.all()) if (!response.headersSent) response.setHeader('Connection', 'close')
    },
    stopListening,
    async close() {
      // A kept connection becomes idle when its open request ends: until all are closed, the idle ones are closed again.
      const sweep = setInterval(() => server.closeIdleConnections(), sweepEveryMs)
      const isClosed = stopListening()
      server.closeIdleConnections()
      await isClosed
      clearInterval(sweep)
      server.close()
    },
  }
}
