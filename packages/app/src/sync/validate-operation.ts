/** Is an operation of a device one that can be applied? What is wrong with it stays wrong: it is refused for good. */
import * as z from 'zod'
import type { Operation } from '@goalixa/contracts/sync'
import { Operation as OperationShape } from '@goalixa/contracts/sync'
import { maxOperationBytes, maxValueBytes } from '@goalixa/contracts/sync-limits'
import { tableRegisters } from '@goalixa/contracts/registers'

/** Why an operation is refused. */
export interface Refusal {
  readonly code:
    | 'sync.invalid_operation'
    | 'sync.too_large'
    | 'sync.incomplete_row'
    | 'sync.unknown_reference'
  readonly detail: string
}

interface Reference {
  readonly table: string
  readonly id: string
}

type KnownTable = keyof typeof tableRegisters
const isKnown = (table: string): table is KnownTable => Object.hasOwn(tableRegisters, table)

/** The operation, or why it has no form that can be applied. Tables and registers that are not known here pass. */
export function readOperation(given: unknown): Operation | Refusal {
  if (JSON.stringify(given).length > maxOperationBytes) {
    return { code: 'sync.too_large', detail: `it is larger than ${maxOperationBytes} bytes` }
  }
  if (!isStorable(given))
    return { code: 'sync.invalid_operation', detail: 'it holds characters that cannot be stored' }
  const operation = OperationShape.safeParse(given)
  if (!operation.success) return invalid(operation.error)
  for (const { table, regs } of operation.data.patches) {
    for (const [register, { v }] of Object.entries(regs)) {
      const path = `${table}.${register}`
      if (JSON.stringify(v).length > maxValueBytes) {
        return { code: 'sync.too_large', detail: `${path} is larger than ${maxValueBytes} bytes` }
      }
      const value = isKnown(table) ? valueSchema(table, register)?.safeParse(v) : undefined
      if (value?.success === false) return invalid(value.error, path)
    }
  }
  return operation.data
}

export const isRefusal = (result: Operation | Refusal): result is Refusal =>
  'code' in result && 'detail' in result

/** PostgreSQL stores neither NUL nor half a character, whoever wrote it. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, part]) => isStorable(key) && isStorable(part))
}

function valueSchema(table: KnownTable, register: string): z.ZodType | undefined {
  const { registers, memberships } = tableRegisters[table]
  if (Object.hasOwn(registers, register)) return registers[register]
  return membershipOf(memberships, register) === undefined ? undefined : z.boolean()
}

/** `label:<id>` → the table and the id. */
function membershipOf(
  memberships: Readonly<Record<string, string>>,
  register: string,
): Reference | undefined {
  const [name, id, ...rest] = register.split(':')
  if (id === undefined || rest.length > 0 || !Object.hasOwn(memberships, name!)) return undefined
  return { table: memberships[name!]!, id }
}

function invalid(error: z.ZodError, path = ''): Refusal {
  const [issue] = error.issues
  const where = [path, ...(issue?.path ?? [])].filter((part) => part !== '').join('.')
  return { code: 'sync.invalid_operation', detail: `${where}: ${issue?.message ?? 'it is not valid'}` }
}

/** The rows that an operation names; they must exist when it is applied. */
export function referencesOf(operation: Operation): Reference[] {
  return operation.patches.flatMap(({ table, regs }) => {
    if (!isKnown(table)) return []
    const { references, memberships } = tableRegisters[table]
    return Object.entries(regs).flatMap(([register, { v }]) => {
      const target = Object.hasOwn(references, register) ? references[register] : undefined
      if (target !== undefined) return typeof v === 'string' ? [{ table: target, id: v }] : []
      return membershipOf(memberships, register) ?? []
    })
  })
}

/** Registers that a row must have and that this operation does not bring for a row that is new. */
export function missingRegisters(
  operation: Operation,
  exists: (table: string, id: string) => boolean,
): Refusal | undefined {
  for (const { table, id, regs } of operation.patches) {
    if (!isKnown(table) || exists(table, id)) continue
    const missing = tableRegisters[table].required.find((register) => !Object.hasOwn(regs, register))
    if (missing !== undefined)
      return { code: 'sync.incomplete_row', detail: `the new row ${table} ${id} has no ${missing}` }
  }
  return undefined
}
