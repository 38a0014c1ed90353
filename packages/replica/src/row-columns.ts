/** What queries need to know of a visible row, the same for every adapter. */
import { requiredRegisters } from '@goalixa/contracts/required-registers'
import type { Span } from '@goalixa/domain/one-running-timer'
import { isUntimed, placeOf } from '@goalixa/domain/untimed'
import type { Json, Registers } from '@goalixa/domain/rows'

export interface RowColumns {
  /** Last five characters of the id: the shortest tail that people type. */
  readonly tail: string
  readonly name: string | null
  /** Epoch seconds; null for rows that are no time entries. An untimed entry is empty, at {@link placeOf} its day. */
  readonly start: number | null
  /** Null also while it runs. */
  readonly end: number | null
  readonly taskId: string | null
}

export const tailLength = 5
/**
 * Entries longer than this have an index of their own: what touches a range starts within a day before it, or is one
 * of these few. So a range costs what lies around it, not the whole past.
 */
export const longEntrySeconds = 86_400

/** Undefined when the row is not to be found: it is in the trash, or lacks what a row of its table needs. */
export function columnsOf(table: string, id: string, regs: Registers): RowColumns | undefined {
  const value = (register: string): Json | undefined => regs[register]?.v
  if (value('deleted') === true || !isComplete(table, regs)) return undefined
  const span = table === 'timeEntries' ? placed(value('span')) : undefined
  const name = value('name')
  const taskId = span === undefined ? undefined : value('taskId')
  return {
    tail: id.slice(-tailLength),
    name: typeof name === 'string' ? name : null,
    start: span?.start ?? null,
    end: span?.end ?? null,
    taskId: typeof taskId === 'string' ? taskId : null,
  }
}

function placed(value: Json | undefined): Pick<Span, 'start' | 'end'> {
  const place = placeOf(value)
  return isUntimed(value) ? { start: place, end: place } : (value as unknown as Span)
}

/** Tables that are not known here need nothing. */
function isComplete(table: string, regs: Registers): boolean {
  if (!Object.hasOwn(requiredRegisters, table)) return true
  return requiredRegisters[table as keyof typeof requiredRegisters].every((register) =>
    Object.hasOwn(regs, register),
  )
}

export const isLong = ({ start, end }: Pick<RowColumns, 'start' | 'end'>): boolean =>
  start !== null && (end === null || end - start > longEntrySeconds)

/** Does the entry touch `[from, to)`? */
export const touches = (
  { start, end }: Pick<RowColumns, 'start' | 'end'>,
  from: number,
  to: number,
): boolean => start !== null && start < to && (end === null || end > from || start >= from)
