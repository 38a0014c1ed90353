/** What the model of the server makes of one operation. */
import { tableRegisters } from '@goalixa/contracts/registers'
import type { HistoryLine, Operation } from '@goalixa/contracts/sync'
import type { RowChange } from '@goalixa/domain/apply-operations'
import { rowKey } from '@goalixa/domain/apply-operations'
import type { Row } from '@goalixa/domain/rows'

/** What a new row lacks. */
export function missing(rows: ReadonlyMap<string, Row>, { patches }: Operation): string | undefined {
  for (const { table, id, regs } of patches) {
    if (!Object.hasOwn(tableRegisters, table) || rows.has(rowKey(table, id))) continue
    const lacking = tableRegisters[table as keyof typeof tableRegisters].required.find(
      (register) => !Object.hasOwn(regs, register),
    )
    if (lacking !== undefined) return `the new row has no ${lacking}`
  }
  return undefined
}

export function historyLine(
  clientId: string,
  { n, intent, undoes, group, patches }: Operation,
  change: RowChange,
): HistoryLine {
  const at = Math.max(...patches.flatMap(({ regs }) => Object.values(regs).map(({ stamp }) => stamp[0])))
  const { seq, table, rowId, changes } = change
  return {
    seq,
    operation: `${clientId}/${n}`,
    intent,
    undoes: undoes ?? null,
    group: group ?? null,
    at,
    table,
    rowId,
    changes: changes as unknown as HistoryLine['changes'],
  }
}

/** The planted bug: a value that lost is written all the same. */
export function overwrite(rows: Map<string, Row>, changes: readonly RowChange[]): void {
  for (const { table, rowId, changes: registers } of changes) {
    for (const { register, after, stamp, outcome } of registers) {
      if (outcome !== 'lost') continue
      const row = rows.get(rowKey(table, rowId))!
      rows.set(rowKey(table, rowId), { ...row, regs: { ...row.regs, [register]: { v: after, stamp } } })
    }
  }
}
