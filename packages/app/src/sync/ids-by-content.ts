/** Rows whose id follows from what they are about, so that two devices make the same row (D19). */
import type { Operation } from '@goalixa/contracts/sync'
import { habitLogId } from '@goalixa/domain/habit-log-ids'
import { taskCheckId } from '@goalixa/domain/task-ids'
import type { Refusal } from './validate-operation.ts'

interface IdRule {
  /** What the id follows from: brought all together, or not at all for a row that is there. */
  readonly registers: readonly string[]
  readonly idOf: (userId: string, values: readonly string[]) => string
}

const rules: Readonly<Record<string, IdRule>> = {
  habitLogs: {
    registers: ['habitId', 'logDate'],
    idOf: (userId, [habitId, logDate]) => habitLogId(userId, habitId!, logDate!),
  },
  taskChecks: {
    registers: ['taskId', 'checkDate'],
    idOf: (userId, [taskId, checkDate]) => taskCheckId(userId, taskId!, checkDate!),
  },
}

/** Why a row of the operation has an id that it cannot have: two rows would say something of the same day. */
export function misnamedRow({ patches }: Operation, userId: string): Refusal | undefined {
  for (const { table, id, regs } of patches) {
    const rule = Object.hasOwn(rules, table) ? rules[table] : undefined
    if (rule === undefined || !rule.registers.some((register) => Object.hasOwn(regs, register))) continue
    const values = rule.registers.map((register) => regs[register]?.v)
    const isWhole = values.every((value) => typeof value === 'string')
    if (!isWhole || rule.idOf(userId, values) !== id) {
      const detail = `the id of ${table} ${id} does not follow from ${rule.registers.join(' and ')}`
      return { code: 'sync.invalid_operation', detail }
    }
  }
  return undefined
}
