/** Makes operations of patches: stamped, within the limits, divided where an intent may be. */
import { AppError } from '@goalixa/contracts/errors'
import type { Operation } from '@goalixa/contracts/sync'
import { maxOperationBytes, maxValueBytes, operationVersion } from '@goalixa/contracts/sync-limits'
import type { Json, Registers } from '@goalixa/domain/rows'
import { tableNames } from '@goalixa/domain/rows'
import type { TouchedRows } from './storage.ts'

export interface RowPatch {
  readonly table: string
  readonly id: string
  readonly regs: Registers
}

/** The rows that an operation changes. */
export const touchedBy = ({ patches }: Pick<Operation, 'patches'>): TouchedRows['rows'] =>
  patches.map(({ table, id }) => [table, id])

interface Making {
  readonly intent: string
  readonly undoes?: string | undefined
  readonly firstN: number
  readonly patches: readonly RowPatch[]
  /** An intent of many rows may become several operations, each applied whole; without it, it is refused. */
  readonly group?: string | undefined
  /** A part of the intent is in operations of the group already. */
  readonly isPortion?: boolean
}

const patchesAtMost = 20_000
const byteLength = (text: string): number => new TextEncoder().encode(text).length
export const bytesOf = (value: unknown): number => byteLength(JSON.stringify(value))

/** @throws AppError `request.too_large`: refused when made, not when sent */
export function makeOperations({
  intent,
  undoes,
  firstN,
  patches,
  group,
  isPortion = false,
}: Making): Operation[] {
  for (const { regs } of patches) {
    for (const [register, { v }] of Object.entries(regs)) requireSize(register, v)
  }
  const head = { v: operationVersion, intent, ...(undoes === undefined ? {} : { undoes }) }
  // Numbers of an operation grow: room is left for the longest.
  const room = maxOperationBytes - bytesOf({ n: Number.MAX_SAFE_INTEGER, ...head, group, patches: [] })
  const parts = divide(inOrder(patches), room)
  if (parts.length > 1 && group === undefined)
    throw tooLarge('this change is larger than 512 KiB', 'divide it into several')
  return parts.map((part, index) => ({
    n: firstN + index,
    ...head,
    ...(parts.length > 1 || isPortion ? { group } : {}),
    patches: part as Operation['patches'],
  }))
}

/** Rows that others refer to come first: each operation can be applied when those before it are. */
function inOrder<Item extends { readonly table: string }>(items: readonly Item[]): Item[] {
  const order: readonly string[] = tableNames
  const rank = ({ table }: Item) => (order.indexOf(table) === -1 ? order.length : order.indexOf(table))
  return items.toSorted((a, b) => rank(a) - rank(b))
}

function divide(patches: readonly RowPatch[], room: number): RowPatch[][] {
  const parts: RowPatch[][] = []
  let left = 0
  for (const patch of patches) {
    const bytes = bytesOf(patch) + 1
    if (bytes > room)
      throw tooLarge(`the row ${patch.table} ${patch.id} is larger than 512 KiB`, 'make it smaller')
    const part = parts.at(-1)
    if (part !== undefined && bytes <= left && part.length < patchesAtMost) part.push(patch)
    else parts.push([patch])
    left = (parts.at(-1)!.length === 1 ? room : left) - bytes
  }
  return parts
}

function requireSize(register: string, value: Json): void {
  if (bytesOf(value) > maxValueBytes) throw tooLarge(`${register} is larger than 64 KiB`, 'shorten it')
}

const tooLarge = (what: string, tryNext: string): AppError =>
  new AppError('request.too_large', what, { try: tryNext })
