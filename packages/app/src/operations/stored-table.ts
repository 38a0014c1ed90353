/** Keeps rows of registers in a typed SQL table: columns hold the values, `stamps` who wrote them and when. */
import type { Json, Register, Row, TableName } from '@goalixa/domain/rows'
import { membersOf } from '@goalixa/domain/rows'
import type { Db } from '@goalixa/service-kit/db'
import type { Sql } from '@goalixa/service-kit/sql'
import { identifier, join, sql } from '@goalixa/service-kit/sql'
import { scanRows } from './scan-rows.ts'

/** A row with the sequence number of its last change. */
export interface StoredRow extends Row {
  readonly seq: number
}

/** A part of a table: what is open or touches the time since a moment, epoch seconds; or all the rest. */
interface Part {
  readonly isRecent: boolean
  readonly sinceSeconds: number
}

/** What the write path asks of a table. */
export interface StoredTable<Name extends string = string> {
  readonly name: Name
  /** Value of a register that a row never had; undefined for registers this version does not know. */
  absent(register: string): Json | undefined
  read(db: Db, userId: string, ids: readonly string[]): Promise<StoredRow[]>
  /** Rows whose last change is later than `seq`, in order. */
  readSince(db: Db, userId: string, seq: number, limit: number): Promise<StoredRow[]>
  /** All rows in the order of their ids, those after `id`. */
  readAfter(db: Db, userId: string, id: string, limit: number): Promise<StoredRow[]>
  /** How many rows {@link scan} answers as recent. */
  countRecent(db: Db, userId: string, sinceSeconds: number): Promise<number>
  /** All rows of one part, piece by piece, in no order; in a transaction, one scan at a time. */
  scan(db: Db, userId: string, part: Part): AsyncIterable<StoredRow[]>
  /** Inserts or replaces; the caller holds the user's lock. */
  write(db: Db, userId: string, rows: readonly StoredRow[]): Promise<void>
}

/** `instant`: epoch seconds here, timestamptz there. */
type ColumnType =
  | 'text'
  | 'boolean'
  | 'integer'
  | 'smallint'
  | 'double precision'
  | 'uuid'
  | 'uuid[]'
  | 'date'
  | 'jsonb'
  | 'instant'
type Columns = Record<string, Json>

/** How one register lies in columns. */
interface StoredRegister {
  readonly columns: Readonly<Record<string, ColumnType>>
  /** Value of a row that never had this register. */
  readonly absent: Json
  readonly toColumns: (value: Json) => Columns
  readonly toValue: (columns: Columns) => Json
}

interface TableDescription<Name extends TableName> {
  readonly name: Name
  readonly table: string
  readonly registers: Readonly<Record<string, StoredRegister>>
  /** Registers `<membership>:<id>` and the join table that holds the true ones. */
  readonly memberships?: Readonly<Record<string, { table: string; owner: string; member: string }>>
  /** Columns computed from the row, for readers. */
  readonly derived?: {
    readonly columns: Readonly<Record<string, ColumnType>>
    readonly toColumns: (row: Row) => Columns
  }
  /** Which rows are open, or of the time since; never null. Absent: all are, since they are few. */
  readonly recent?: (sinceSeconds: number) => Sql
  /** Order of rows within one write, where a unique index is checked row by row. */
  readonly order?: (a: Row, b: Row) => number
}

/** A register that is one column. */
export const single = (column: string, type: ColumnType, absent: Json = null): StoredRegister => ({
  columns: { [column]: type },
  absent,
  toColumns: (value) => ({ [column]: value }),
  toValue: (columns) => columns[column] ?? null,
})

export function storedTable<Name extends TableName>(description: TableDescription<Name>): StoredTable<Name> {
  const { name, table, memberships = {}, derived, order } = description
  const registers: Record<string, StoredRegister> = {
    ...description.registers,
    createdAt: single('created_at', 'instant', 0),
  }
  const types: Record<string, ColumnType> = Object.assign(
    {},
    ...Object.values(registers).map((register) => register.columns),
    derived?.columns,
  )
  const isMembership = (register: string) => Object.hasOwn(memberships, register.split(':')[0]!)
  const isKnown = (register: string) => Object.hasOwn(registers, register) || isMembership(register)
  const bookkeeping = {
    id: 'uuid',
    updated_at: 'instant',
    seq: 'bigint',
    stamps: 'jsonb',
    unknown: 'jsonb',
  } as const
  const written: Record<string, WrittenType> = { ...types, ...bookkeeping }

  const toRecord = (row: StoredRow): Columns => {
    const known = Object.entries(registers).map(([register, stored]) =>
      stored.toColumns(row.regs[register]?.v ?? stored.absent),
    )
    const unknown = Object.fromEntries(Object.entries(row.regs).filter(([register]) => !isKnown(register)))
    const stamped = Object.entries(row.regs).filter(([register]) => isKnown(register))
    return Object.assign({}, ...known, derived?.toColumns(row), {
      id: row.id,
      seq: row.seq,
      updated_at: Math.floor(
        Math.max(...Object.values(row.regs).map((register) => register.stamp[0])) / 1000,
      ),
      stamps: Object.fromEntries(stamped.map(([register, { stamp }]) => [register, stamp])),
      unknown,
    }) as Columns
  }

  const toRow = (record: Columns & Stamped, members: Map<string, Set<string>>): StoredRow => {
    const regs: Record<string, Register> = { ...record.unknown }
    for (const [register, stamp] of Object.entries(record.stamps)) {
      const v = isMembership(register)
        ? (members.get(record.id)?.has(register) ?? false)
        : registers[register]!.toValue(record)
      regs[register] = { v, stamp }
    }
    return { table: name, id: record.id, regs, seq: record.seq }
  }

  const columns = Object.entries(types).map(
    ([column, type]) => sql`${readColumn(column, type)} as ${identifier(column)}`,
  )
  const selection = (userId: string, where: Sql): Sql => sql`
    select id, seq, stamps, unknown, ${join(columns, ', ')}
    from ${identifier(table)} where user_id = ${userId} ${where}`
  const recent = (sinceSeconds: number) => description.recent?.(sinceSeconds) ?? sql`true`

  const select = async (db: Db, userId: string, where: Sql): Promise<StoredRow[]> =>
    toRows(db, userId, await db.rows<Columns & Stamped>(selection(userId, where)))

  const toRows = async (
    db: Db,
    userId: string,
    records: readonly (Columns & Stamped)[],
  ): Promise<StoredRow[]> => {
    const ids = records.map((record) => record.id)
    const members = new Map<string, Set<string>>()
    for (const [membership, { table: joinTable, owner, member }] of Object.entries(memberships)) {
      const found = await db.rows<{ owner: string; member: string }>(sql`
        select ${identifier(owner)} as owner, ${identifier(member)} as member
        from ${identifier(joinTable)} where user_id = ${userId} and ${identifier(owner)} = any(${ids}::uuid[])`)
      for (const row of found) {
        const set = members.get(row.owner) ?? new Set()
        members.set(row.owner, set.add(`${membership}:${row.member}`))
      }
    }
    return records.map((record) => toRow(record, members))
  }

  return {
    name,
    absent: (register) =>
      isMembership(register) ? false : isKnown(register) ? registers[register]!.absent : undefined,
    read: async (db, userId, ids) => (ids.length === 0 ? [] : select(db, userId, sql`and id = any(${ids})`)),
    readSince: (db, userId, seq, limit) =>
      select(db, userId, sql`and seq > ${seq} order by seq limit ${limit}`),
    readAfter: (db, userId, id, limit) => select(db, userId, sql`and id > ${id} order by id limit ${limit}`),
    async countRecent(db, userId, sinceSeconds) {
      const found = await db.row<{ count: number }>(sql`
        select count(*) as count from ${identifier(table)} where user_id = ${userId} and ${recent(sinceSeconds)}`)
      return found!.count
    },
    async *scan(db, userId, { isRecent, sinceSeconds }) {
      const where = isRecent ? recent(sinceSeconds) : sql`not (${recent(sinceSeconds)})`
      const pieces = scanRows<Columns & Stamped>(db, selection(userId, sql`and ${where}`))
      for await (const records of pieces) yield toRows(db, userId, records)
    },
    async write(db, userId, rows) {
      if (rows.length === 0) return
      const ordered = order === undefined ? rows : rows.toSorted(order)
      const names = Object.keys(written)
      const given = names.map((column) => sql`${identifier(column)} ${keyword(recordType(written[column]!))}`)
      const values = names.map((column) => writeColumn(column, written[column]!))
      const updates = names
        .filter((column) => column !== 'id')
        .map((column) => sql`${identifier(column)} = excluded.${identifier(column)}`)
      await db.rows(sql`
        insert into ${identifier(table)} (user_id, ${join(names.map(identifier), ', ')})
        select ${userId}::uuid, ${join(values, ', ')}
        from jsonb_to_recordset(${JSON.stringify(ordered.map(toRecord))}::jsonb) as given(${join(given, ', ')})
        on conflict (user_id, id) do update set ${join(updates, ', ')}`)
      for (const [membership, place] of Object.entries(memberships)) {
        await writeMembers(db, userId, place, rows, membership)
      }
    },
  }
}

interface Stamped {
  readonly id: string
  readonly seq: number
  readonly stamps: Record<string, Register['stamp']>
  readonly unknown: Record<string, Register>
}

async function writeMembers(
  db: Db,
  userId: string,
  { table, owner, member }: { table: string; owner: string; member: string },
  rows: readonly Row[],
  membership: string,
): Promise<void> {
  const wanted = rows.flatMap((row) =>
    membersOf(row.regs, membership).map((id) => ({ owner: row.id, member: id })),
  )
  await db.rows(sql`
    with wanted as (select * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as given(owner uuid, member uuid)),
    gone as (
      delete from ${identifier(table)} present
      where user_id = ${userId} and ${identifier(owner)} = any(${rows.map((row) => row.id)}::uuid[])
        and not exists (select from wanted where owner = present.${identifier(owner)} and member = present.${identifier(member)})
    )
    insert into ${identifier(table)} (user_id, ${identifier(owner)}, ${identifier(member)})
    select ${userId}::uuid, owner, member from wanted on conflict do nothing`)
}

const keyword = (text: string): Sql => ({ parts: [text], values: [] })

type WrittenType = ColumnType | 'bigint' | 'jsonb'
const recordType = (type: WrittenType): string => (type === 'instant' ? 'bigint' : type)

const readColumn = (column: string, type: ColumnType): Sql =>
  type === 'instant' ? sql`extract(epoch from ${identifier(column)})::bigint` : identifier(column)

const writeColumn = (column: string, type: WrittenType): Sql =>
  type === 'instant' ? sql`to_timestamp(given.${identifier(column)})` : sql`given.${identifier(column)}`
