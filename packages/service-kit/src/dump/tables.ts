/** What a schema holds, as the catalogue of the database tells it. */
import type pg from 'pg'

export interface TableShape {
  readonly name: string
  /** Those that hold data of their own, in their order: generated ones are left out. */
  readonly columns: readonly string[]
}

export interface SequenceState {
  readonly name: string
  /** As text: it may be larger than a number holds. */
  readonly last: string
  readonly isCalled: boolean
}

/** The table in which `migrate` keeps what it ran. */
const migrationsTable = 'migrations'

/** Tables with rows of a schema, by name; that of the migrations is not among them. */
export async function tablesOf(client: pg.Client, schema: string): Promise<readonly TableShape[]> {
  const { rows } = await client.query<TableShape>(
    `select c.relname as name, coalesce(
       array_agg(a.attname::text order by a.attnum) filter (where a.attnum is not null), '{}') as columns
     from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       left join pg_attribute a
         on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where n.nspname = $1 and c.relkind = 'r' and c.relname <> $2
     group by c.relname order by c.relname collate "C"`,
    [schema, migrationsTable],
  )
  return rows
}

export async function sequencesOf(
  client: pg.Client,
  schema: string,
  quote: (name: string) => string,
): Promise<readonly SequenceState[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind = 'S' order by c.relname collate "C"`,
    [schema],
  )
  const states: SequenceState[] = []
  for (const { name } of rows) {
    const found = await client.query<Omit<SequenceState, 'name'>>(
      `select last_value::text as last, is_called as "isCalled" from ${quote(schema)}.${quote(name)}`,
    )
    states.push({ name, ...found.rows[0]! })
  }
  return states
}

export interface AppliedMigration {
  readonly name: string
  /** SHA-256 of the file, hexadecimal. */
  readonly checksum: string
}

/** Undefined where there is no such schema, or nothing was ever migrated in it. */
export async function migrationsOf(
  client: pg.Client,
  schema: string,
  quote: (name: string) => string,
): Promise<readonly AppliedMigration[] | undefined> {
  const table = `${quote(schema)}.${migrationsTable}`
  const { rows } = await client.query<{ found: boolean }>(`select to_regclass($1) is not null as found`, [
    table,
  ])
  if (rows[0]?.found !== true) return undefined
  const applied = await client.query<AppliedMigration>(
    `select name, checksum from ${table} order by name collate "C"`,
  )
  return applied.rows
}
