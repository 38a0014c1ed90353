/** One running timer per user: the same decision on every device and on the server, in any order of arrival. */
import type { Stamp } from './clock.ts'
import type { Register, Row } from './rows.ts'
import { valueOf } from './rows.ts'

/** Value of the register `span`: epoch seconds; `end` null while it runs; the zone it was recorded in. */
export interface Span {
  readonly start: number
  readonly end: number | null
  readonly zone: string
}

/** Of an entry that has a start: see `untimed.ts` for the others. */
export const spanOf = (row: Row): Span => valueOf(row, 'span') as unknown as Span

export const isRunning = (row: Row): boolean => valueOf(row, 'deleted') !== true && spanOf(row).end === null

/** Author of automatic ends: it sorts below every client id, so that any real stop made later wins. */
const automatic = '!'

/**
 * Closes all running entries but one. The greatest start keeps running (then the greater id), and the others end at
 * it. A start later than the moment it was written counts as that moment, so that a clock in the future neither wins
 * for ever nor makes hours of others that nobody worked.
 * @returns the rows that change, closed; empty when at most one runs
 */
export function closeAllButLatest(rows: readonly Row[]): Row[] {
  const running = rows.filter(isRunning)
  const [latest, ...others] = running.toSorted(
    (a, b) => effectiveStart(b) - effectiveStart(a) || (a.id < b.id ? 1 : -1),
  )
  if (latest === undefined) return []
  const closedAt = effectiveStart(latest)
  return others.map((row) => {
    const span = spanOf(row)
    const [wallMs, counter] = spanRegister(row).stamp
    const stamp: Stamp = [wallMs, counter + 1, automatic]
    const closed: Span = { ...span, end: Math.max(span.start, closedAt) }
    return { ...row, regs: { ...row.regs, span: { v: { ...closed }, stamp } } }
  })
}

const spanRegister = (row: Row): Register => row.regs['span']!

const effectiveStart = (row: Row): number =>
  Math.min(spanOf(row).start, Math.floor(spanRegister(row).stamp[0] / 1000))
