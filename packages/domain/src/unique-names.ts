/**
 * Names that are unique per user bind commands; two devices may still make the same name offline. When their rows
 * meet, the one with the greater id takes the next free number: `ops`, `ops (2)`. The same on every device.
 */
import type { Stamp } from './clock.ts'
import type { Row } from './rows.ts'
import { valueOf } from './rows.ts'

/** Author of names that were given here: it sorts below every client id, so that any renaming by a person wins. */
const automatic = '!'

const isLive = (row: Row): boolean => valueOf(row, 'deleted') !== true
const nameOf = (row: Row): string => {
  const name = valueOf(row, 'name')
  return typeof name === 'string' ? name : ''
}

/**
 * @param rows all live rows of one table that share a name with a row that changed; those in the trash do not count
 * @param isTaken tells of other names of the table, so that a free number is found
 * @returns the rows that are renamed; empty when no two share a name
 */
export function separateNames(rows: readonly Row[], isTaken: (name: string) => boolean): Row[] {
  const groups = Map.groupBy(rows.filter(isLive), nameOf)
  const given = new Set<string>()
  return [...groups].flatMap(([name, same]) =>
    same
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .slice(1)
      .map((row) => {
        const free = firstFree(
          name,
          (candidate) => given.has(candidate) || groups.has(candidate) || isTaken(candidate),
        )
        given.add(free)
        return renamed(row, free)
      }),
  )
}

function firstFree(name: string, isTaken: (candidate: string) => boolean): string {
  for (let number = 2; ; number++) {
    const candidate = `${name.slice(0, 190)} (${number})`
    if (!isTaken(candidate)) return candidate
  }
}

function renamed(row: Row, name: string): Row {
  const [wallMs, counter] = row.regs['name']!.stamp
  const stamp: Stamp = [wallMs, counter + 1, automatic]
  return { ...row, regs: { ...row.regs, name: { v: name, stamp } } }
}
