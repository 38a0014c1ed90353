/** What the writers of exports read, and what they are told: the same from the server's tables and from a device's. */
import type { Task } from '@goalixa/contracts/tasks'
import type { TimeEntry } from '@goalixa/contracts/time-entries'

/** A time entry with the title of its task and the client of its project; null without them. */
export interface ExportedEntry extends TimeEntry {
  readonly task: string | null
  readonly client: string | null
}

/** One with a start and an end. */
export interface EndedEntry extends ExportedEntry {
  readonly start: string
  readonly end: string
}
export const isEnded = (entry: ExportedEntry): entry is EndedEntry =>
  entry.start !== null && entry.end !== null

export interface ExportSource {
  /** Live entries that touch the days asked for, latest start first, piece by piece. */
  readonly entries: () => AsyncIterable<readonly ExportedEntry[]>
  /** Live tasks, newest first, piece by piece. */
  readonly tasks: () => AsyncIterable<readonly Task[]>
}

export interface WriteOptions {
  /** Zone of dates and times in files that have no other, and of days. */
  readonly zone: string
  /** Of `csv`: as spreadsheets want it. */
  readonly spreadsheet: boolean
  /** Whose time it is, in files that say so. */
  readonly email: string
  /** Records of RFC 4180, each with its end. */
  readonly toCsv: (records: readonly (readonly Cell[])[]) => string
}

export type Cell = string | number | null | undefined

/** Text of a format, in pieces. */
export type Writer = (source: ExportSource, options: WriteOptions) => AsyncGenerator<string>
