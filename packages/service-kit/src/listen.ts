/**
 * The door to PostgreSQL's LISTEN: one connection of its own, however many subscribers, that comes back when it breaks.
 * It must reach the server itself: a pooler that lends connections by transaction passes no notification on.
 */
import pg from 'pg'

interface Subscriber {
  readonly onMessage: (payload: string) => void
  /** The connection is there, for the first time or again: whatever was sent before may have been missed. */
  readonly onMissed: () => void
}

export interface Notifications {
  /** Tells the subscriber of every message from now on; call the answer to stop. */
  subscribe(subscriber: Subscriber): () => void
  close(): Promise<void>
}

interface ListenOptions {
  readonly url: string
  readonly channel: string
  /** Told of each connection that broke, or did not come about. */
  readonly onError?: (error: Error) => void
}

const firstDelayMs = 100
const longestDelayMs = 5_000
/** A connection whose other end vanished without a word looks idle: asking is the only way to know. */
const askEveryMs = 15_000
const answerWithinMs = 5_000

/** Listens from now on, and tries again for as long as the server cannot be reached. */
export function listenTo({ url, channel, onError }: ListenOptions): Notifications {
  const subscribers = new Set<Subscriber>()
  let current: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  let failures = 0
  let closed = false

  const connect = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString: url,
      application_name: `listen ${channel}`,
      connectionTimeoutMillis: answerWithinMs,
      query_timeout: answerWithinMs,
      keepAlive: true,
    })
    current = client
    const asking = setInterval(() => void client.query('select 1').catch(lose), askEveryMs)
    let lost = false
    const lose = (reason: Error) => {
      if (lost) return
      lost = true
      current = undefined
      clearInterval(asking)
      void client.end().catch(() => undefined)
      if (closed) return
      onError?.(reason)
      const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** failures++)
      // Many processes lose the same server at once; they should not come back at once.
      retry = setTimeout(() => void connect(), delay * (0.5 + Math.random() / 2))
    }
    client.on('error', lose)
    client.on('end', () => lose(new Error('the connection ended')))
    client.on('notification', ({ payload = '' }) => {
      for (const { onMessage } of subscribers) onMessage(payload)
    })
    try {
      await client.connect()
      await client.query(`listen ${client.escapeIdentifier(channel)}`)
    } catch (error) {
      return lose(error as Error)
    }
    if (lost || closed) return
    failures = 0
    for (const { onMissed } of subscribers) onMissed()
  }
  void connect()

  return {
    subscribe(subscriber) {
      subscribers.add(subscriber)
      return () => void subscribers.delete(subscriber)
    },
    async close() {
      closed = true
      clearTimeout(retry)
      await current?.end().catch(() => undefined)
    },
  }
}
