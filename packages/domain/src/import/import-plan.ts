/** What a file of another tool says, in our terms: read, checked and not yet written anywhere. */

/** What every reader is told. */
export interface ReadOptions {
  /** Whose import it is: part of the ids that are made from a row's content. */
  readonly userId: string
  /** IANA zone the rows were recorded in; days and dates without a time are read in it. */
  readonly zone: string
  /** Read a file that breaks off as far as it goes, instead of refusing it. */
  readonly partial: boolean
}

/** A remark on one row; `line` counts from 1. */
export interface Remark {
  readonly line: number
  readonly message: string
}

/** A row that is not imported: `unreadable` when it is at fault, else it has no place here. */
export interface SkippedRow extends Remark {
  readonly unreadable: boolean
}

/** A time entry to be; `start` and `end` in epoch seconds, `end: null` while it runs. */
export interface PlannedTimeEntry {
  readonly line: number
  readonly id: string
  readonly description: string
  readonly labels: readonly string[]
  readonly project: string | null
  readonly start: number
  readonly end: number | null
  readonly zone: string
}

/**
 * A task to be. `createdAt` and `completedAt` in epoch seconds; `due`, `scheduled`, `waitUntil` and `expiresAt`
 * are a day (`2026-03-02`) or an instant in UTC (`2026-03-02T09:00:00Z`); `recurrence` is an RFC 5545 rule.
 */
export interface PlannedTask {
  readonly line: number
  readonly id: string
  readonly title: string
  readonly description: string
  readonly status: 'open' | 'done'
  readonly project: string | null
  readonly labels: readonly string[]
  readonly priority: 'none' | 'low' | 'medium' | 'high'
  readonly due: string | null
  readonly scheduled: string | null
  readonly waitUntil: string | null
  readonly expiresAt: string | null
  /** Ids of tasks in the same plan. */
  readonly dependsOn: readonly string[]
  readonly recurrence: string | null
  readonly createdAt: number
  readonly completedAt: number | null
}

/** A whole file. Each of its `rows` is in exactly one of `timeEntries`, `tasks` and `skipped`. */
export interface ImportPlan {
  readonly rows: number
  readonly timeEntries: readonly PlannedTimeEntry[]
  readonly tasks: readonly PlannedTask[]
  /** Rows that are not imported, and why; by line. */
  readonly skipped: readonly SkippedRow[]
  /** What imported rows say that could not be kept; by line. */
  readonly notes: readonly Remark[]
  /** Fields that are not read, with how often they occur. */
  readonly ignoredFields: Readonly<Record<string, number>>
}
