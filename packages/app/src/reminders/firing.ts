/**
 * Fires reminders when their time comes. What is to be fired stands in the database, so that it survives a restart;
 * every instance looks, and the user's lock lets one of them fire. What they write is announced like any change.
 */
import type { Database } from '@goalixa/service-kit/db'
import type { Logger } from '@goalixa/service-kit/log'
import { nextFiring, remindersToFire } from './reminders.repository.ts'
import type { RemindersService } from './reminders.service.ts'

interface FiringOptions {
  readonly database: Database
  readonly reminders: Pick<RemindersService, 'fire'>
  readonly log: Pick<Logger, 'warn'>
  /** Milliseconds of the wall clock. */
  readonly now: () => number
  /** How often it looks at least, in milliseconds: a reminder that was just made is found so late at most. */
  readonly everyMs?: number
}

export interface Firing {
  start(): void
  /** Fires all whose time has come; answers how many this instance fired. */
  fireAll(): Promise<number>
  /** Settles when what is being fired is fired. */
  stop(): Promise<void>
}

const atOnce = 100

export function createFiring({ database, reminders, log, now, everyMs = 1_000 }: FiringOptions): Firing {
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  let isStopped = false
  let isFailing = false

  const fireAll = async (): Promise<number> => {
    let fired = 0
    for (;;) {
      const found = await remindersToFire(database, Math.floor(now() / 1000), atOnce)
      let moved = 0
      for (const { userId, id } of found) {
        if (isStopped) return fired
        if (await reminders.fire(userId, id)) moved++
      }
      fired += moved
      // Others may have fired the rest meanwhile; what nobody could fire waits for the next look.
      if (found.length < atOnce || moved === 0) return fired
    }
  }
  const waitMs = async (): Promise<number> => {
    const next = await nextFiring(database)
    const until = next === null ? everyMs : next * 1000 - now()
    return Math.max(50, Math.min(everyMs, until))
  }
  const look = async (): Promise<void> => {
    let wait = everyMs
    try {
      await fireAll()
      wait = await waitMs()
      isFailing = false
    } catch (error) {
      if (!isFailing) log.warn({ err: error }, 'reminders could not be fired')
      isFailing = true
    }
    if (!isStopped) timer = setTimeout(begin, wait).unref()
  }
  const begin = () => {
    working = look()
  }
  return {
    start: begin,
    fireAll,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await working
    },
  }
}
