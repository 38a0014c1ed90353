/** The newest time entries as they can be typed: `@1`, and the end of the id; what each is stands behind a tab. */
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { listTimeEntries } from '@goalixa/replica/queries/time-entries'
import type { ReplicaReader } from '@goalixa/replica/storage'
import { shortId } from '../output/ids.ts'
import { safeLine } from '../output/safe-text.ts'
import { clockText, dayText } from '../output/times.ts'

interface Looking {
  readonly userId: string
  readonly zone: string
  /** Epoch milliseconds. */
  readonly nowMs: number
}

/** Newest first, in the order in which `@1` counts. */
const atMost = 30
const numbered = 9

export async function entryNames(reader: ReplicaReader, { userId, zone, nowMs }: Looking): Promise<string[]> {
  const { items } = await listTimeEntries(reader, { userId, nowMs }, { limit: atMost })
  const described = items.map((entry) => ({ id: entry.id, what: wordsOf(entry, zone) }))
  return [
    ...described.slice(0, numbered).map(({ what }, at) => `@${at + 1}\t${what}`),
    ...described.map(({ id, what }) => `${shortId(id)}\t${what}`),
  ]
}

function wordsOf({ start, date, description, project }: TimeEntry, zone: string): string {
  const when = start === null ? date : `${dayText(start, zone)} ${clockText(start, zone)}`
  return safeLine([when, description, project].filter((part) => part !== null && part !== '').join(' '))
}
