/**
 * What changes while somebody watches: on other devices, told by the server, and through other commands on this one.
 * Whoever is signed in watches the replica, a script with a token the server.
 */
import type { Client } from '@goalixa/client/client'
import type { SessionStore } from '@goalixa/client/signed-in'
import { AppError } from '@goalixa/contracts/errors'
import type { DateContext } from '@goalixa/domain/calendar'
import { openSqliteChanges } from '@goalixa/replica/sqlite-changes'
import { coalesce } from './coalesce.ts'
import type { Connection } from './connection.ts'
import { followConnection } from './connection.ts'
import type { WithReplica } from './local-rows.ts'
import { readLocalCatalogue, readRemoteCatalogue } from './read-catalogue.ts'
import { readLocalSnapshot, readRemoteSnapshot } from './read-snapshot.ts'
import type { Catalogue } from './screens/choices.ts'
import type { Snapshot } from './snapshot.ts'

export interface Live {
  /** What there is now; `fresh`: a server within reach is asked first. @throws AppError */
  readonly read: (dates: DateContext, wish?: 'fresh') => Promise<Snapshot>
  /** What can be searched for. @throws AppError */
  readonly catalogue: () => Promise<Catalogue>
  /** Something was written here: it is sent soon, without waiting for it. */
  readonly written: () => void
  /** Until the signal. @throws AppError when there is nothing more to watch: signed out, another account */
  readonly follow: (watcher: Watcher, signal: AbortSignal) => Promise<void>
  /** What grows by itself, such as the time of a goal, is read again after so many milliseconds. */
  readonly growsEveryMs: number
}

export interface Watcher {
  /** Something may look different now. */
  readonly onChange: () => void
  readonly onConnection: (connection: Connection) => void
}

interface LocalLiveOptions {
  readonly withReplica: WithReplica
  /** Sends what waits and takes in what is new; throws why it could not. */
  readonly syncNow: (signal: AbortSignal) => Promise<void>
  /** The file of the replica. */
  readonly path: () => Promise<string>
  readonly client: () => Promise<Pick<Client, 'events'>>
  readonly sessions: Pick<SessionStore, 'read'>
  /** What other commands could not send goes out with us, once they have had their turn. */
  readonly sendEveryMs?: number
}

/** Often enough to be felt as at once. */
const lookEveryMs = 250

export function createLocalLive(options: LocalLiveOptions): Live {
  const { withReplica, syncNow, path, client, sessions, sendEveryMs = 5_000 } = options
  let sendSoon = (): void => undefined

  const follow = async ({ onChange, onConnection }: Watcher, signal: AbortSignal): Promise<void> => {
    const userId = await withReplica(async (replica) => replica.userId, 'at once')
    const changes = openSqliteChanges(await path())
    const ended = Promise.withResolvers<never>()
    // It may end before anybody waits for it.
    ended.promise.catch(() => undefined)
    const over = new AbortController()
    const until = AbortSignal.any([signal, over.signal])
    let isLive = false
    let last: Promise<void> = Promise.resolve()
    let seen = changes.version()

    const syncOnce = async (): Promise<void> => {
      // The session may be somebody else's by now: nothing of this replica must reach them.
      const session = await sessions.read()
      if (session !== undefined && session.account.id !== userId) return ended.reject(otherAccount())
      try {
        await syncNow(until)
      } catch {
        // Whether the server can be reached is told by the stream of events.
      }
      if (until.aborted) return
      seen = changes.version()
      onChange()
    }
    const sync = coalesce(() => (last = syncOnce()))
    const look = () => {
      const version = changes.version()
      if (version === undefined) return ended.reject(signedOut())
      if (version === seen) return
      seen = version
      onChange()
    }
    const send = async () => {
      const { pending } = await withReplica((replica) => replica.status(), 'at once')
      if (pending > 0 && isLive && !until.aborted) await sync()
    }
    const takeIn = async (head: number) => {
      const { cursor } = await withReplica((replica) => replica.status(), 'at once')
      if (cursor < head && !until.aborted) await sync()
    }
    const failing = (work: Promise<void>) => void work.catch(ended.reject)

    const looking = setInterval(() => failing(Promise.try(look)), lookEveryMs)
    const sending = setInterval(() => failing(send()), sendEveryMs)
    sendSoon = () => failing(send())
    try {
      const following = followConnection({
        client: await client(),
        signal: until,
        persistent: true,
        onConnection(connection) {
          isLive = connection === 'live'
          onConnection(connection)
        },
        onOpen: () => failing(sync()),
        onHead: (head) => failing(takeIn(head)),
      })
      await Promise.race([following, ended.promise])
    } finally {
      over.abort()
      clearInterval(looking)
      clearInterval(sending)
      sendSoon = () => undefined
      // The replica is closed after this; nobody may be at it any more.
      await last.catch(() => undefined)
      changes.close()
    }
  }

  return {
    read: (dates, wish) => withReplica((replica) => readLocalSnapshot(replica, dates), wish ?? 'at once'),
    catalogue: () => withReplica(readLocalCatalogue, 'at once'),
    written: () => sendSoon(),
    follow,
    growsEveryMs: 10_000,
  }
}

interface RemoteLiveOptions {
  readonly store: Parameters<typeof readRemoteSnapshot>[0] & Parameters<typeof readRemoteCatalogue>[0]
  readonly client: () => Promise<Pick<Client, 'events'>>
}

export function createRemoteLive({ store, client }: RemoteLiveOptions): Live {
  return {
    read: (dates) => readRemoteSnapshot(store, dates),
    catalogue: () => readRemoteCatalogue(store),
    written: () => undefined,
    follow: async ({ onChange, onConnection }, signal) =>
      followConnection({
        client: await client(),
        signal,
        persistent: false,
        onConnection,
        onOpen: onChange,
        onHead: onChange,
      }),
    growsEveryMs: 60_000,
  }
}

const signedOut = (): AppError => new AppError('auth.required', 'You have signed out on this device')

const otherAccount = (): AppError =>
  new AppError('auth.required', 'Another account is signed in on this device now', {
    try: 'goalixa watch',
  })
