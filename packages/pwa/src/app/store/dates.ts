/** Days and weeks as this person counts them: by the settings, else as this device does. */
import { civilDate, plainDate, startOfDay } from '@goalixa/domain/calendar'
import { firstDayOf } from '@goalixa/domain/periods'
import { readDaySettings } from '@goalixa/replica/queries/day-settings'
import { language } from '../../words/language.ts'
import type { Query } from './store.ts'

interface Days {
  readonly zone: string
  /** 1 Monday to 7 Sunday. */
  readonly weekStart: number
}

const saturday = 6
const ofDevice = (): Days => ({
  // A formatter knows it as well, and takes long to make when it is the first.
  zone: Temporal.Now.timeZoneId(),
  weekStart: language() === 'fa' ? saturday : 1,
})
let days: Days | undefined

/** The zone of the settings, else of this device. */
export const zone = (): string => (days ??= ofDevice()).zone

/** The first day of the week, 1 Monday to 7 Sunday: that of the settings; until it is set, Saturday in Persian. */
export const weekStart = (): number => (days ??= ofDevice()).weekStart

/** Takes the settings of the account over; answers whether anything differs. For the store alone. */
export const readDays: Query<boolean> = async (reader, { userId }) => {
  const before = days
  days = { ...ofDevice(), ...(await readDaySettings(reader, userId)) }
  return before?.zone !== days.zone || before.weekStart !== days.weekStart
}

/** Today as `YYYY-MM-DD`, and tomorrow, in a zone. */
export function todayIn(zone: string, nowMs: number): { today: string; tomorrow: string } {
  const today = civilDate(Math.floor(nowMs / 1000), zone)
  // 36 hours after its beginning every day is over, also one of 25 hours.
  return { today, tomorrow: civilDate(startOfDay(today, zone) + 36 * 3600, zone) }
}

/** The week that a moment or a day lies in, as days: `to` is the first day of the next. */
export function weekOf(at: number | string): { readonly from: string; readonly to: string } {
  const day = typeof at === 'string' ? Temporal.PlainDate.from(at) : plainDate(Math.floor(at / 1000), zone())
  const first = firstDayOf('week', day, weekStart())
  return { from: first.toString(), to: first.add({ days: 7 }).toString() }
}

/** `YYYY-MM-DD`, so many days later. */
export const addDays = (date: string, count: number): string =>
  Temporal.PlainDate.from(date).add({ days: count }).toString()
