/** Gaps between time entries: the same answer from the server's tables and from the store of a device. */
import { AppError } from '@goalixa/contracts/errors'
import type { GapQuery, TimeEntryGaps } from '@goalixa/contracts/time-entries-surgery'
import { dayBuckets, startOfDay, toInstantText } from '../calendar.ts'
import { gapsOf } from '../gaps.ts'
import { spanOf } from '../one-running-timer.ts'
import type { View } from './view.ts'
import { findRow, said } from './view.ts'

/** Entries of more days than this are not looked through for holes. */
const mostDays = 366

/** @throws AppError `request.invalid` when the range is too long */
export async function findGaps(view: View, query: GapQuery, nowMs: number): Promise<TimeEntryGaps> {
  const { from, to, hoursFrom, hoursTo, minSeconds } = query
  if (Temporal.PlainDate.from(from).until(to).days > mostDays) {
    const message = `at most ${mostDays} days after from`
    throw new AppError('request.invalid', `query.to: ${message}`, {
      fields: [{ path: 'query.to', message }],
    })
  }
  const zone = query.zone ?? (await zoneOf(view)) ?? 'UTC'
  const touching = await view.entriesTouching(startOfDay(from, zone), startOfDay(to, zone))
  const gaps = gapsOf(dayBuckets(from, to, zone, 1), touching.map(spanOf), {
    zone,
    hours: hoursFrom === undefined || hoursTo === undefined ? undefined : { from: hoursFrom, to: hoursTo },
    minSeconds,
    asOf: Math.floor(nowMs / 1000),
  })
  const items = gaps.map(({ date, start, end }) => ({
    date,
    start: toInstantText(start),
    end: toInstantText(end),
    durationSeconds: end - start,
  }))
  return { from, to, zone, totalSeconds: items.reduce((sum, gap) => sum + gap.durationSeconds, 0), items }
}

async function zoneOf(view: View): Promise<string | null> {
  const settings = await findRow(view, 'settings', view.userId)
  return settings === undefined ? null : (said(settings, 'zone') as string | null)
}
