/**
 * A task is never above itself. One device may put A under B while another puts B under A; when both meet, the same
 * one of the two goes back to having no parent, on every device and on the server, in any order of arrival.
 */
import type { Stamp } from './clock.ts'
import { compareStamps } from './clock.ts'
import type { Row } from './rows.ts'
import { valueOf } from './rows.ts'

/** Author of parents that were taken away here: it sorts below every client id, so that any later choice of a person wins. */
const automatic = '!'

/** The id of the task above, or undefined. */
export function parentOf(row: Row): string | undefined {
  const parent = valueOf(row, 'parentId')
  return typeof parent === 'string' ? parent : undefined
}

/**
 * Opens every circle of parents where it was closed first: of its tasks the one whose parent was chosen earliest (then
 * the one with the smaller id) loses it, so that the latest choice stays. Tasks in the trash count: they may come back.
 * @param rows tasks, with all that are above them; those that are missing end a line
 * @returns the rows that change, without a parent; one for each circle
 */
export function openTaskCycles(rows: readonly Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const settled = new Set<string>()
  const opened: Row[] = []
  for (const row of rows) {
    const line: Row[] = []
    const onLine = new Set<string>()
    let at: Row | undefined = row
    while (at !== undefined && !settled.has(at.id) && !onLine.has(at.id)) {
      line.push(at)
      onLine.add(at.id)
      at = byId.get(parentOf(at) ?? '')
    }
    if (at !== undefined && onLine.has(at.id)) {
      const start = at.id
      opened.push(withoutParent(earliest(line.slice(line.findIndex(({ id }) => id === start)))))
    }
    for (const { id } of line) settled.add(id)
  }
  return opened
}

const stampOf = (row: Row): Stamp => row.regs['parentId']!.stamp

const earliest = (circle: readonly Row[]): Row =>
  circle.reduce((least, row) => {
    const order = compareStamps(stampOf(row), stampOf(least))
    return order < 0 || (order === 0 && row.id < least.id) ? row : least
  })

function withoutParent(row: Row): Row {
  const [wallMs, counter] = stampOf(row)
  const stamp: Stamp = [wallMs, counter + 1, automatic]
  return { ...row, regs: { ...row.regs, parentId: { v: null, stamp } } }
}
