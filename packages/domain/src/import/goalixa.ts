/** Reads our own export: rows of every table as they were, checked one by one. */
import { AppError } from '@goalixa/contracts/errors'
import { Id } from '@goalixa/contracts/primitives'
import { tableRegisters } from '@goalixa/contracts/registers'
import { madeId } from '../export/rows.ts'
import type { Json, TableName } from '../rows.ts'
import { tableNames } from '../rows.ts'
import type { ImportPlan, PlannedRow, ReadOptions, SkippedRow } from './import-plan.ts'
import { RowRefused, show } from './row-fields.ts'

const version = 1

/** @throws AppError `import.unreadable` when it is no export of this version */
export function readGoalixa(source: string, { userId }: Pick<ReadOptions, 'userId'>): ImportPlan {
  const { tables, history } = documentOf(source)
  const rows: PlannedRow[] = []
  const skipped: SkippedRow[] = []
  const ignored = new Map<string, number>()
  const ignore = (field: string) => ignored.set(field, (ignored.get(field) ?? 0) + 1)
  const seen = new Set<string>()
  // It tells of another account; here, the import itself becomes history.
  if (history.length > 0) ignored.set('history', history.length)
  let line = 0
  for (const name of Object.keys(tables)) {
    if (!isKnown(name)) ignore(name)
  }
  for (const table of tableNames) {
    for (const given of rowsIn(tables, table)) {
      line++
      try {
        const row = readRow(table, given, { userId, line, ignore })
        if (seen.has(`${table} ${row.id}`)) throw new RowRefused(`there is another row with the id ${row.id}`)
        seen.add(`${table} ${row.id}`)
        rows.push(row)
      } catch (error) {
        if (!(error instanceof RowRefused)) throw error
        skipped.push({ line, message: `${table}: ${error.message}`, unreadable: true })
      }
    }
  }
  const ignoredFields = Object.fromEntries(ignored)
  return { rows: line, timeEntries: [], tasks: [], whole: rows, skipped, notes: [], ignoredFields }
}

const isKnown = (table: string): boolean => (tableNames as readonly string[]).includes(table)

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const unreadable = (why: string, tryNext: string): AppError =>
  new AppError('import.unreadable', why, { try: tryNext })

interface Document {
  readonly tables: Readonly<Record<string, unknown>>
  readonly history: readonly unknown[]
}

function documentOf(source: string): Document {
  let document: unknown
  try {
    document = JSON.parse(source)
  } catch (cause) {
    throw new AppError('import.unreadable', 'the file is not JSON, or breaks off', {
      try: 'write it anew: goalixa export json --output FILE',
      cause,
    })
  }
  if (!isObject(document) || document['format'] !== 'goalixa')
    throw unreadable('this is no export of Goalixa', 'name the tool it comes from')
  if (document['version'] !== version)
    throw unreadable(`it is an export of version ${show(document['version'])}`, 'use a newer goalixa')
  const rows = document['rows']
  if (!isObject(rows))
    throw unreadable('it lists no rows', 'write it anew: goalixa export json --output FILE')
  return { tables: rows, history: Array.isArray(document['history']) ? document['history'] : [] }
}

function rowsIn(tables: Readonly<Record<string, unknown>>, table: TableName): readonly unknown[] {
  const given = Object.hasOwn(tables, table) ? tables[table] : []
  if (Array.isArray(given)) return given
  throw unreadable(`the rows of ${table} are no list`, 'write it anew: goalixa export json --output FILE')
}

interface Reading {
  readonly userId: string
  readonly line: number
  readonly ignore: (field: string) => void
}

/** @throws {RowRefused} */
function readRow(table: TableName, given: unknown, { userId, line, ignore }: Reading): PlannedRow {
  if (!isObject(given)) throw new RowRefused(`this row is not an object: ${show(given)}`)
  const { required, registers, memberships } = tableRegisters[table]
  const values: Record<string, Json> = {}
  for (const [register, value] of Object.entries(given)) {
    if (register === 'id') continue
    const [name, member, ...rest] = register.split(':')
    const isMember = member !== undefined && rest.length === 0 && Object.hasOwn(memberships, name!)
    if (isMember ? !Id.safeParse(member).success : !Object.hasOwn(registers, register)) {
      ignore(`${table}.${register}`)
      continue
    }
    const isGood = isMember ? typeof value === 'boolean' : registers[register]!.safeParse(value).success
    if (!isGood || !isStorable(value)) throw new RowRefused(`${register} cannot be ${show(value)}`)
    values[register] = value as Json
  }
  const missing = required.find((register) => !Object.hasOwn(values, register))
  if (missing !== undefined) throw new RowRefused(`${missing} is missing`)
  const id = madeId(table, userId, values) ?? given['id']
  if (!Id.safeParse(id).success) throw new RowRefused(`the id is not a UUID: ${show(id)}`)
  return { line, table, id: (id as string).toLowerCase(), values }
}

/** PostgreSQL stores neither NUL nor half a character. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, part]) => isStorable(key) && isStorable(part))
}
