/**
 * Services that are known to be gone. Whoever starts them may hold their sockets open, so that one process can follow
 * another without a failed request; while there is none, a connection would wait for nobody until the caller has given
 * up. It is refused instead, as it is where nobody holds the socket.
 */
import type { Socket } from 'node:net'
import { buildConnector } from 'undici'

export interface Presence {
  /** How the connections to the service are made. */
  readonly connect: buildConnector.connector
  /** True breaks off what is under way to it. */
  setGone(isGone: boolean): void
}

const connectWithinMs = 1_000

export function createPresence(): Presence {
  const connectNow = buildConnector({ timeout: connectWithinMs, allowH2: false })
  const open = new Set<Socket>()
  let isGone = false
  return {
    connect(options, callback) {
      if (isGone) return process.nextTick(callback, failure('ECONNREFUSED'), null)
      // It answers with the socket at once, whatever its type says: one that still connects can be broken off as well.
      const socket = connectNow(options, callback) as unknown as Socket
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    },
    setGone(gone) {
      isGone = gone
      // What was sent may have arrived: this is no refusal.
      if (gone) for (const socket of open) socket.destroy(failure('ECONNRESET'))
    },
  }
}

const failure = (code: 'ECONNREFUSED' | 'ECONNRESET') =>
  Object.assign(new Error('the service is not there'), { code })
