/**
 * A backup before it is packed and encrypted, as text: a line of JSON says what follows, rows are lines as `COPY`
 * writes them, and `\.` ends them. The last line says that it is whole.
 */
import * as z from 'zod'

export const formatVersion = 1

const Migration = z.object({ name: z.string(), checksum: z.string() })

/** The first line. */
export const Header = z.object({
  format: z.literal('goalixa-backup'),
  version: z.int(),
  madeAt: z.iso.datetime(),
  /** Of PostgreSQL. */
  serverVersion: z.string(),
  schemas: z.array(z.object({ schema: z.string(), migrations: z.array(Migration) })),
  /** Files of the data folder, without which the rows are of no use. */
  files: z.array(z.object({ name: z.string(), text: z.string() })),
})
export type Header = z.infer<typeof Header>

/** Before the rows of a table. */
export const TableStart = z.object({
  schema: z.string(),
  table: z.string(),
  columns: z.array(z.string()),
})
export type TableStart = z.infer<typeof TableStart>

/** After them. */
export const TableEnd = z.object({ rows: z.int(), checksum: z.string() })

/** After the tables of a schema. */
const Sequences = z.object({
  schema: z.string(),
  sequences: z.array(z.object({ name: z.string(), last: z.string(), isCalled: z.boolean() })),
})

/** The last line. */
export const End = z.object({ end: z.literal(true), tables: z.int(), rows: z.int() })
export type End = z.infer<typeof End>

export const Part = z.union([End, TableStart, Sequences])

export const endOfRows = '\\.\n'

export const lineOf = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value)}\n`)
