/** What is said of a machine that slept while a timer ran: loaded only when it did. */
import { toInstantText } from '@goalixa/domain/calendar'
import { formatDuration } from '@goalixa/domain/durations'
import { spanOf } from '@goalixa/domain/one-running-timer'
import { isLive, said } from '@goalixa/domain/plans/view'
import type { Clocks, SleepGap } from '@goalixa/domain/sleep-gaps'
import { sleepGapOf } from '@goalixa/domain/sleep-gaps'
import { isUntimed } from '@goalixa/domain/untimed'
import { readSettings } from '@goalixa/replica/queries/shapes'
import { findRow } from '@goalixa/replica/queries/view'
import type { Replica } from '@goalixa/replica/replica'
import { shortId } from './output/ids.ts'
import { safeLine } from './output/safe-text.ts'
import { clockText, dayText } from './output/times.ts'
import type { ClockRecord } from './sleep-clocks.ts'

/** Awake for less than this between the two commands: it is known when it slept. */
const placedSeconds = 120

interface Slept {
  readonly id: string
  readonly description: string
  readonly isRunning: boolean
  readonly gap: SleepGap
}

export async function sleepWords(
  replica: Pick<Replica, 'read' | 'userId'>,
  before: ClockRecord,
  now: Clocks,
  zone: string,
): Promise<readonly string[]> {
  const slept = await replica.read(async (reader): Promise<Slept | undefined> => {
    const row = await findRow(reader, 'timeEntries', before.entryId)
    if (!isLive(row) || isUntimed(spanOf(row))) return undefined
    const span = spanOf(row)
    const { idleThresholdSeconds } = await readSettings(reader, replica.userId)
    const gap = sleepGapOf(before.clocks, now, span, idleThresholdSeconds)
    if (gap === null) return undefined
    return { id: row.id, description: said(row, 'description') as string, isRunning: span.end === null, gap }
  })
  return slept === undefined ? [] : linesOf(slept, now, zone)
}

/** The times of the lines below are those of `gap`: whoever knows better types others. */
function linesOf({ id, description, isRunning, gap }: Slept, now: Clocks, zone: string): readonly string[] {
  const today = dayText(toInstantText(Math.floor(now.wall)), zone)
  const day = (seconds: number) => dayText(toInstantText(seconds), zone)
  const clock = (seconds: number) => clockText(toInstantText(Math.floor(seconds / 60) * 60), zone)
  const isToday = [gap.from, gap.start].every((seconds) => day(seconds) === today)
  const time = (seconds: number) => (isToday ? clock(seconds) : `${day(seconds)} ${clock(seconds)}`)
  const typed = (text: string) => (text.includes(' ') ? `"${text}"` : text)
  const name = description === '' ? 'the timer' : `"${safeLine(description)}"`
  const [stop, entry] = [typed(time(gap.start)), shortId(id)]
  const range = isToday ? `${time(gap.start)}-${time(gap.end)}` : `${time(gap.start)} - ${time(gap.end)}`
  const length = formatDuration(Math.round(gap.seconds / 60) * 60)
  const isPlaced = gap.to - gap.from - gap.seconds < placedSeconds
  const when = isPlaced
    ? `from about ${time(gap.start)} to ${time(gap.end)}`
    : `for about ${length} between ${time(gap.from)} and ${time(gap.to)}`
  return [
    `The machine slept ${when} while ${name} ran`,
    isRunning
      ? `try: goalixa split ${entry} --break ${typed(range)}, or goalixa stop --at ${stop}`
      : `try: goalixa edit ${entry} --to ${stop}, or goalixa split ${entry} --break RANGE`,
  ]
}
