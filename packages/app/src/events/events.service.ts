/** Who follows whom: heads that are announced in the database reach the followers of their user in this process. */
import type { Database } from '@goalixa/service-kit/db'
import type { Notifications } from '@goalixa/service-kit/listen'
import { readHeads } from './events.repository.ts'

type Follower = (head: number) => void

export interface EventsService {
  /**
   * Tells the user's head now, and the new one after each change until the answer is called. Changes that come in quick
   * succession are told as one. @throws AppError `service.unavailable`; then nothing was told
   */
  follow(userId: string, follower: Follower): Promise<() => void>
}

interface EventsOptions {
  readonly database: Database
  readonly notifications: Pick<Notifications, 'subscribe'>
  /** The least time between two heads of a user, in milliseconds. */
  readonly restMs?: number
}

/** What is known of a user that somebody follows. */
interface Followed {
  head: number
  /** Also of those who are about to follow. */
  count: number
  readonly followers: Set<Follower>
  /** Runs while followers rest from the last head. */
  resting: NodeJS.Timeout | undefined
  moved: boolean
}

const unknown = -1
/** The database answers listening again, but not yet to queries: asked again after this time. */
const againAfterMs = 1_000

export function createEventsService({ database, notifications, restMs = 100 }: EventsOptions): EventsService {
  const users = new Map<string, Followed>()

  const tell = (user: Followed): void => {
    user.moved = false
    for (const follower of user.followers) follower(user.head)
    user.resting = setTimeout(() => {
      user.resting = undefined
      if (user.moved) tell(user)
    }, restMs)
  }
  const move = (userId: string, head: number): void => {
    const user = users.get(userId)
    if (user === undefined || head <= user.head) return
    user.head = head
    user.moved = true
    if (user.resting === undefined) tell(user)
  }
  const readAgain = async (): Promise<void> => {
    if (users.size === 0) return
    // Forgotten, since a database that was restored is behind what was told.
    for (const user of users.values()) user.head = unknown
    try {
      for (const [userId, head] of await readHeads(database, [...users.keys()])) move(userId, head)
    } catch {
      setTimeout(() => void readAgain(), againAfterMs).unref()
    }
  }
  notifications.subscribe({
    onMessage(payload) {
      const [userId = '', head] = payload.split(' ')
      move(userId, Number(head))
    },
    onMissed: () => void readAgain(),
  })

  const enter = (userId: string): Followed => {
    const user = users.get(userId) ?? {
      head: unknown,
      count: 0,
      followers: new Set(),
      resting: undefined,
      moved: false,
    }
    users.set(userId, user)
    user.count++
    return user
  }
  const leave = (userId: string, user: Followed): void => {
    user.count--
    if (user.count > 0) return
    clearTimeout(user.resting)
    users.delete(userId)
  }

  return {
    async follow(userId, given) {
      const user = enter(userId)
      // Each is an entry of its own, also when the same function follows twice; heads that are read again are no news.
      let told = unknown
      const follower: Follower = (head) => {
        if (head !== told) given((told = head))
      }
      try {
        // Entered first: a change that commits while the head is read is heard, and moves it.
        const heads = await readHeads(database, [userId])
        move(userId, heads.get(userId) ?? 0)
      } catch (error) {
        leave(userId, user)
        throw error
      }
      follower(user.head)
      user.followers.add(follower)
      return () => {
        if (user.followers.delete(follower)) leave(userId, user)
      }
    },
  }
}
