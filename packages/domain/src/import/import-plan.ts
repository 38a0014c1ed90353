/** What a file of another tool says, in our terms: read, checked and not yet written anywhere. */
import type { Json, TableName } from '../rows.ts'
import type { DaySeconds } from '../untimed.ts'
import type { DateOrder } from './local-times.ts'

/** What every reader is told. */
export interface ReadOptions {
  /** Whose import it is: part of the ids that are made from a row's content. */
  readonly userId: string
  /** IANA zone the rows were recorded in; days and dates without a time are read in it. */
  readonly zone: string
  /** Read a file that breaks off as far as it goes, instead of refusing it. */
  readonly partial: boolean
  /** Whose rows are wanted from a file of several people; without it all are. */
  readonly email?: string | undefined
  /** The order of day and month, where the file does not show it. */
  readonly dateFormat?: DateOrder | undefined
  /** Of `csv`: the file's column for each of ours. */
  readonly map?: string | undefined
  /** The name of the file, without its folder. */
  readonly name?: string | undefined
  /** Told now and then how many rows are read. */
  readonly onProgress?: ((rows: number) => void) | undefined
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

/** What a time entry to be says beside when it was. */
interface PlannedFields {
  readonly line: number
  readonly id: string
  readonly description: string
  readonly labels: readonly string[]
  readonly project: string | null
  readonly zone: string
  readonly billable?: boolean
  /** Id of a task in the same plan. */
  readonly task?: string | null
}

/** A time entry to be; `start` and `end` in epoch seconds, `end: null` while it runs. */
export interface PlannedTimeEntry extends PlannedFields {
  readonly start: number
  readonly end: number | null
}

/** An entry without a start and an end: so many seconds on a civil date. */
export interface PlannedUntimedEntry extends PlannedFields, DaySeconds {}

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
  readonly estimateSeconds?: number | null
  /** Id of a task in the same plan. */
  readonly parent?: string | null
  /** Null where the file does not say: it is the moment of the import. */
  readonly createdAt: number | null
  readonly completedAt: number | null
}

/** A row of any table as our own export has it; `values` by register. */
export interface PlannedRow {
  readonly line: number
  readonly table: TableName
  readonly id: string
  readonly values: Readonly<Record<string, Json>>
}

/**
 * A whole file. Each of its `rows` is in exactly one of `timeEntries`, `untimedEntries`, `tasks` and `skipped`, or counted in `folded`;
 * a task that a timesheet only names is no row.
 */
export interface ImportPlan {
  readonly rows: number
  /** Rows that became a part of another, as a comment becomes a part of its task. */
  readonly folded?: number
  readonly timeEntries: readonly PlannedTimeEntry[]
  readonly untimedEntries?: readonly PlannedUntimedEntry[] | undefined
  readonly tasks: readonly PlannedTask[]
  /** Clients by the name of their project, where the file says them. */
  readonly clients?: ReadonlyMap<string, { readonly line: number; readonly client: string }>
  /** Of our own export: rows of every table, in the order of the tables. */
  readonly whole?: readonly PlannedRow[]
  /** Rows that are not imported, and why; by line. */
  readonly skipped: readonly SkippedRow[]
  /** What imported rows say that could not be kept; by line. */
  readonly notes: readonly Remark[]
  /** Fields that are not read, with how often they occur. */
  readonly ignoredFields: Readonly<Record<string, number>>
}
