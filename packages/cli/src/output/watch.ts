/** Words for what `goalixa watch` shows, as text for a pipe and as the parts of its screen. */
import type { DateContext } from '@goalixa/domain/calendar'
import { civilDate } from '@goalixa/domain/calendar'
import { formatDuration } from '@goalixa/domain/durations'
import type { TimedEntry } from '@goalixa/contracts/time-entries'
import type { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import type { Connection } from '../connection.ts'
import type { Snapshot } from '../snapshot.ts'
import { goalTable } from './goals.ts'
import { habitTable } from './habits.ts'
import { dueLine } from './reminders.ts'
import { safeLine } from './safe-text.ts'
import { taskLine } from './tasks.ts'
import { entryTable } from './time-entries.ts'
import { statusWords } from './timer.ts'
import { clockText, dayText, weekdayText } from './times.ts'
import { leftText, weeklyGoalTable } from './weekly-goals.ts'

/** One moment, for a pipe. */
export function snapshotWords(snapshot: Snapshot, online: boolean): string {
  const { running, today, weeklyGoals, zone } = snapshot
  const pipe = { paint: (_: unknown, text: string) => text, width: undefined }
  const entries = entryTable({ items: today.entries, nextCursor: null }, zone, pipe)
  const goals = weeklyGoalTable({ items: weeklyGoals, nextCursor: null }, pipe)
  const isSettled = online && snapshot.pending === 0
  const todos = (snapshot.plan?.todos ?? []).filter(({ doneAt }) => doneAt === null)
  const page = <Row>(items: Row[]) => ({ items, nextCursor: null })
  return [
    statusWords({ running, todaySeconds: today.seconds }, zone),
    ...(today.entries.length === 0 ? [] : ['', entries]),
    ...(weeklyGoals.length === 0 ? [] : ['', goals]),
    ...(snapshot.tasks.length === 0
      ? []
      : ['', 'Tasks:', ...snapshot.tasks.map((task) => taskLine('[ ]', task))]),
    ...(todos.length === 0 ? [] : ['', 'To-dos:', ...todos.map(({ title }) => `[ ] ${safeLine(title)}`)]),
    ...(snapshot.habits.length === 0
      ? []
      : ['', habitTable(page(snapshot.habits), { ...pipe, colour: false }, true)]),
    ...(snapshot.goals.length === 0 ? [] : ['', goalTable(page(snapshot.goals), pipe)]),
    ...(snapshot.reminders.length === 0 ? [] : ['', dueLine(snapshot.reminders)]),
    ...(isSettled ? [] : ['', `Server: ${connectionWords(online ? 'live' : 'offline', snapshot)}`]),
  ].join('\n')
}

type Progress = Pick<WeeklyGoal, 'trackedSeconds' | 'targetSeconds'>

/** What is left of a goal, by the minute. */
export const leftWords = ({ trackedSeconds, targetSeconds }: Progress): string =>
  leftText({ trackedSeconds: wholeMinutes(trackedSeconds), targetSeconds })

const wholeMinutes = (seconds: number): number => Math.floor(seconds / 60) * 60

/** Without seconds, except where there is nothing else: what ticks would draw the eye. */
export const minutesText = (seconds: number): string =>
  formatDuration(seconds < 60 ? seconds : wholeMinutes(seconds))

/** `1:02:33` */
export function stopwatchText(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const whole = Math.max(0, Math.floor(seconds))
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
}

const connections: Readonly<Record<Connection, string>> = {
  connecting: 'connecting',
  live: 'live',
  reconnecting: 'reconnecting',
  offline: 'offline',
  signed_out: 'sign-in ended, goalixa auth login renews it',
}

/** `offline since 10:32 · 2 changes wait for the server` */
export function connectionWords(
  connection: Connection,
  { pending, lastSyncAt, zone, today }: Pick<Snapshot, 'pending' | 'lastSyncAt' | 'zone' | 'today'>,
): string {
  const last =
    connection !== 'offline' || lastSyncAt === null
      ? []
      : [
          `last exchange ${dayText(lastSyncAt, zone) === today.date ? '' : `${dayText(lastSyncAt, zone)} `}${clockText(lastSyncAt, zone)}`,
        ]
  const waiting = pending === 0 ? [] : [pending === 1 ? '1 change waits' : `${pending} changes wait`]
  return [connections[connection], ...waiting, ...last].join(' · ')
}

/** `since 13:02`, with the day when that is another one. */
export function sinceWords({ start }: TimedEntry, { now, zone }: DateContext): string {
  const isToday = dayText(start, zone) === civilDate(now, zone)
  return `since ${isToday ? '' : `${weekdayText(dayText(start, zone))} `}${clockText(start, zone)}`
}
