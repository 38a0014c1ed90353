/** Calendar feeds: making, listing and revoking them, and what a calendar program reads. */
import { createHash, randomBytes } from 'node:crypto'
import type { CalendarFeed, CreatedCalendarFeed, NewCalendarFeed } from '@goalixa/contracts/calendar-feeds'
import { AppError } from '@goalixa/contracts/errors'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { toInstantText } from '@goalixa/domain/calendar'
import { icalEvent, icalHead, icalTail } from '@goalixa/domain/export/ical'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { TasksService } from '../tasks/tasks.service.ts'
import type { TimeEntriesService } from '../time-entries/time-entries.service.ts'
import {
  deleteCalendarFeed,
  findFeedOwner,
  insertCalendarFeed,
  listCalendarFeeds,
} from './calendar-feeds.repository.ts'

interface CalendarFeedsOptions {
  readonly database: Database
  readonly entries: TimeEntriesService
  readonly tasks: TasksService
  readonly now: () => number
  readonly newId: () => string
}

/** Told from other secrets by people and by scanners. */
const prefix = 'glx_cal_'
const pattern = /^glx_cal_([A-Za-z0-9_-]{43})$/
const mostFeeds = 20
const daysBack = 90
const entriesAtOnce = 500
/** A program asks again and again: what it may cost each time has an end. The latest are kept. */
const mostEntries = 10_000

const hashOf = (secret: Buffer): Buffer => createHash('sha256').update(secret).digest()

export function createCalendarFeedsService(options: CalendarFeedsOptions) {
  const { database, entries, tasks, now, newId } = options

  const calendarOf = async (db: Db, userId: string): Promise<string> => {
    const from = toInstantText(Math.floor(now() / 1000) - daysBack * 86_400)
    const pieces: string[] = []
    for (let cursor: string | null | undefined, count = 0; cursor !== null && count < mostEntries;) {
      const page = await entries.listFrom(db, userId, { from, limit: entriesAtOnce, cursor })
      pieces.push(...(await eventsOf(db, userId, page.items)))
      count += page.items.length
      cursor = page.nextCursor
    }
    return [icalHead, ...pieces, icalTail].join('')
  }

  const eventsOf = async (db: Db, userId: string, items: readonly TimeEntry[]): Promise<string[]> => {
    const ids = [...new Set(items.flatMap((entry) => entry.taskId ?? []))]
    const titles = new Map((await tasks.names(db, userId, ids)).map(({ id, name }) => [id, name]))
    return items.map((entry) => icalEvent({ ...entry, task: titles.get(entry.taskId ?? '') ?? null }))
  }

  return {
    list: (userId: string): Promise<CalendarFeed[]> => listCalendarFeeds(database, userId),

    /** @throws AppError `calendar_feeds.too_many` */
    async create(userId: string, { name }: NewCalendarFeed): Promise<CreatedCalendarFeed> {
      const secret = randomBytes(32)
      const feed = { userId, id: newId(), name, hash: hashOf(secret), createdAt: Math.floor(now() / 1000) }
      if (!(await insertCalendarFeed(database, feed, mostFeeds)))
        throw new AppError('calendar_feeds.too_many', `there are ${mostFeeds} of them`)
      const path = `/v1/calendar-feeds/${prefix}${secret.toString('base64url')}/calendar.ics`
      return { id: feed.id, name, createdAt: toInstantText(feed.createdAt), path }
    },

    /** @throws AppError `calendar_feeds.not_found`, also for those of others */
    async delete(userId: string, id: string): Promise<void> {
      if (!(await deleteCalendarFeed(database, userId, id))) throw new AppError('calendar_feeds.not_found')
    },

    /** The calendar of whoever made the feed. @throws AppError `calendar_feeds.not_found` */
    async read(token: string): Promise<string> {
      const secret = Buffer.from(pattern.exec(token)?.[1] ?? '', 'base64url')
      return database.snapshot(async (tx) => {
        const owner = secret.length === 32 ? await findFeedOwner(tx, hashOf(secret)) : undefined
        if (owner === undefined) throw new AppError('calendar_feeds.not_found')
        return calendarOf(tx, owner.userId)
      })
    },
  }
}
export type CalendarFeedsService = ReturnType<typeof createCalendarFeedsService>
