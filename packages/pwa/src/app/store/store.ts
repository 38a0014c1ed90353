/** What views read and write: the replica of this account. All of it is local and at once; sync follows by itself. */
import { signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import type { Draft, NewId, View } from '@goalixa/domain/plans/view'
import { openIndexedDbStorage } from '@goalixa/replica/indexeddb-storage'
import type { Asking } from '@goalixa/replica/queries/lists'
import { viewOf } from '@goalixa/replica/queries/view'
import { openReplica } from '@goalixa/replica/replica'
import type { Replica } from '@goalixa/replica/replica'
import { correctedNow, readState } from '@goalixa/replica/replica-state'
import type { ReplicaReader } from '@goalixa/replica/storage'
import { readDays } from './dates.ts'
import { newId } from './new-id.ts'
import { readOnce } from './read-once.ts'
import { createReadings } from './readings.ts'

/** A rule of `@goalixa/domain/plans`, such as `startTimer`. */
type Rule<Result> = (view: View, draft: Draft, newId: NewId) => Promise<Result>
/** A query of `@goalixa/replica/queries`, such as `listTasks`. */
export type Query<Answer> = (reader: ReplicaReader, asking: Asking) => Promise<Answer>

export interface Store {
  readonly replica: Replica
  /**
   * The answer now and after every change here, in another tab, or from the server; `undefined` until it is first there.
   * Also once a minute, since a running timer counts. Ends with the signal.
   */
  readonly live: <Answer>(query: Query<Answer>, until: AbortSignal) => ReadonlySignal<Answer | undefined>
  readonly read: <Answer>(query: Query<Answer>) => Promise<Answer>
  /** One intent, such as `timer.start`; kept when the promise resolves. @throws AppError of the rule */
  readonly write: <Result>(intent: string, rule: Rule<Result>) => Promise<Result>
  /** For what writes to the replica by another way than `write`: undo, an import. */
  readonly wrote: () => void
  /** Epoch milliseconds; those of the server where the clock of this device is known to be wrong. */
  readonly nowMs: () => number
  /** Called after each write of this tab. */
  readonly onWrite: (listener: () => void) => void
  /** Tells other tabs and the views that rows may differ. */
  readonly close: () => Promise<void>
}

interface StoreOptions {
  readonly userId: string
  /** Another window deletes or updates the store, or the browser took it away. */
  readonly onClosed: () => void
  /** What is stored could not be read for a view. */
  readonly onUnreadable: (error: unknown) => void
}

export async function openStore({ userId, onClosed, onUnreadable }: StoreOptions): Promise<Store> {
  const replica = await openReplica({
    storage: await openIndexedDbStorage({ userId, onClosed }),
    userId,
    now: Date.now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  })
  const otherTabs = new BroadcastChannel(`gx-rows-${userId}`)
  const readings = createReadings()
  const refresh = () => {
    readings.refresh()
    void read(readDays).then((differ) => differ && readings.refresh(), reportError)
  }
  let afterWrite: () => void = () => undefined
  replica.onChange(() => {
    otherTabs.postMessage(null)
    refresh()
  })
  otherTabs.addEventListener('message', refresh)
  const eachMinute = setInterval(() => void (document.visibilityState === 'visible' && refresh()), 60_000)
  document.addEventListener(
    'visibilitychange',
    () => void (document.visibilityState === 'visible' && refresh()),
  )

  let aheadMs = 0
  const nowMs = () => replica.now() + aheadMs
  const read: Store['read'] = (query) =>
    replica.read(async (transaction) => {
      const reader = readOnce(transaction)
      aheadMs = correctedNow(await readState(reader), 0)
      return query(reader, { userId, nowMs: nowMs() })
    })
  // Settings say which days are meant: all that was read before they changed is read again.
  await read(readDays)

  return {
    replica,
    read,
    nowMs,
    live(query, until) {
      const answer = signal<Awaited<ReturnType<typeof query>> | undefined>(undefined)
      let latest = 0
      const readAgain = async () => {
        const mine = ++latest
        try {
          const found = await read(query)
          if (mine === latest && !until.aborted) answer.value = found
        } catch (error) {
          if (!until.aborted) onUnreadable(error)
        }
      }
      readings.add(readAgain, until)
      void readAgain()
      return answer
    },
    async write(intent, rule) {
      const { result } = await replica.write(intent, (draft, reader) =>
        rule(viewOf(reader, userId), draft, newId),
      )
      afterWrite()
      return result
    },
    wrote: () => afterWrite(),
    onWrite: (listener) => void (afterWrite = listener),
    async close() {
      clearInterval(eachMinute)
      otherTabs.close()
      await replica.close()
    },
  }
}
