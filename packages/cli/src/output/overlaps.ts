/** Words for what `--overlap` does to other entries. */
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { formatDuration } from '@goalixa/domain/durations'
import type { DryRun } from '../dry-run.ts'
import { shortId } from './ids.ts'
import { entryTitle } from './timer.ts'
import { clockText, dayText } from './times.ts'

type Change = NonNullable<DryRun['overlaps']>['changes'][number]

/** `"long" 2026-03-02 08:00 – 12:00 becomes 08:00 – 11:00: 1h taken  (3f2a9c)`, a line for each. */
export function overlapWords(
  changes: readonly (Change & { readonly entry: TimeEntry })[],
  zone: string,
): string {
  return changes.map((change) => `${line(change, zone)}  (${shortId(change.id)})`).join('\n')
}

function line(
  { entry, what, before, after, overlapSeconds, takenSeconds }: Change & { entry: TimeEntry },
  zone: string,
) {
  const day = dayText(before.start, zone)
  const was = `${entryTitle(entry)} ${day} ${stretchText(before, zone, day)}`
  if (what === 'keep') return `${was} stays: ${formatDuration(overlapSeconds)} overlap`
  const taken = `: ${formatDuration(takenSeconds)} taken`
  if (what === 'remove') return `${was} goes to the trash${taken}`
  const stops = before.end === null && after.every(({ end }) => end !== null) ? ' and stops' : ''
  return `${was} becomes ${after.map((stretch) => stretchText(stretch, zone, day)).join(' and ')}${stops}${taken}`
}

/** `08:00 – 12:00`, with the day where it is another one. */
function stretchText({ start, end }: Change['before'], zone: string, day: string): string {
  const time = (instant: string) =>
    dayText(instant, zone) === day
      ? clockText(instant, zone)
      : `${dayText(instant, zone)} ${clockText(instant, zone)}`
  return `${time(start)} – ${end === null ? 'running' : time(end)}`
}
