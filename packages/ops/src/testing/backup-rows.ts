/** Rows of every type that a column of ours has, with the contents that formats stumble over. */
import { randomUUID } from 'node:crypto'
import { openDatabase } from '@goalixa/service-kit/db'
import type { Database } from '@goalixa/service-kit/db'
import { identifier, sql } from '@goalixa/service-kit/sql'

/** A row that looks like the end of rows, what `COPY` has to escape, and what others read differently. */
export const awkward = [
  '\\.',
  '\\N',
  '',
  ' ',
  'tab\there',
  'line\nbreak\r\nand \\n',
  '\b\f\v',
  '{"a": "\\u0000"}',
  'it\'s "quoted"',
  'سلام 👩‍👩‍👧 e\u0301',
  'x'.repeat(100_000),
]

/** Answers the user whose rows they are. A timer runs. */
export async function fillRows(url: string): Promise<string> {
  const database = openDatabase({ url, schema: 'app' })
  const userId = randomUUID()
  const stamps = '{"title": [1, 0, "device"]}'
  const [task, child, label] = [randomUUID(), randomUUID(), randomUUID()]
  await database.rows(sql`
    insert into auth.accounts (id, email, password_hash, created_at)
    values (${userId}, ${`${userId}@example.com`}, '$argon2id$v=19', '2026-03-29T02:30:00.123456+03:30')`)
  for (const event of awkward)
    await database.rows(sql`
      insert into auth.audit_events (happened_at, event, outcome, user_id) values (now(), ${event}, 'success', ${userId})`)
  await database.rows(sql`
    insert into auth.signing_keys (kid, state, public_jwk, sealed_private_jwk, sealed_with, created_at, state_since)
    values (${userId}, 'retiring', '{"kty": "OKP", "x": "\\\\."}', '\\x00ff5c2e0a0d09', 'a', now(), now())`)
  await database.rows(sql`
    insert into auth.personal_tokens (id, user_id, name, hash, scopes, created_at, expires_at)
    values (${randomUUID()}, ${userId}, 'all', sha256(${userId}::text::bytea), ${awkward}::text[], now(), now() + interval '1 year')`)
  await database.rows(sql`
    insert into sync_heads (user_id, head_seq, lineage) values (${userId}, 9007199254740993, 'of before')`)
  await database.rows(sql`
    insert into settings (user_id, id, week_start, created_at, updated_at, seq, stamps)
    values (${userId}, ${userId}, 6, now(), now(), 1, ${stamps})`)
  await database.rows(sql`
    insert into labels (user_id, id, name, created_at, updated_at, seq, stamps)
    values (${userId}, ${label}, 'one', now(), now(), 2, ${stamps})`)
  // A child before its parent: references to rows that come later.
  for (const [id, parent] of [
    [task, null],
    [child, task],
  ])
    await database.rows(sql`
      insert into tasks (user_id, id, title, parent_id, created_at, updated_at, seq, stamps)
      values (${userId}, ${id}, ${awkward[5]}, ${parent}, now(), now(), 3, ${stamps})`)
  await database.rows(sql`update tasks set title = 'moved to the end' where id = ${task}`)
  await database.rows(sql`
    insert into time_entries (user_id, id, description, start_at, end_at, zone, source, label_ids, created_at, updated_at, seq, stamps)
    values (${userId}, ${randomUUID()}, 'runs', date_trunc('second', now()), null, 'UTC', 'manual', array[${label}::uuid], now(), now(), 4, ${stamps})`)
  await database.rows(sql`
    insert into habits (user_id, id, name, frequency, target_amount, created_at, updated_at, seq, stamps)
    values (${userId}, ${randomUUID()}, 'walk', '{"kind": "daily"}', 0.1::double precision + 0.2, now(), now(), 5, ${stamps})`)
  await database.rows(sql`
    insert into daily_todos (user_id, id, title, log_date, created_at, updated_at, seq, stamps)
    values (${userId}, ${randomUUID()}, 'once', '2024-02-29', now(), now(), 6, ${stamps})`)
  await database.rows(sql`
    insert into idempotency_keys (user_id, key, fingerprint, answer)
    values (${userId}, 'k', 'f', '{"b": 1,   "a": "\\u00e9"}'::json)`)
  await database.close()
  return userId
}

/** Everything in the tables, in one order, as PostgreSQL itself says it; `lineage` of the heads is left out. */
export async function contentsOf(url: string, schemas = ['auth', 'app']): Promise<Record<string, string>> {
  const database = openDatabase({ url, schema: 'app' })
  const contents: Record<string, string> = {}
  for (const schema of schemas)
    for (const table of await tablesIn(database, schema)) {
      const found = await database.row<{ text: string | null }>(
        table === 'sync_heads'
          ? sql`select string_agg((user_id, epoch, head_seq)::text, e'\n' order by user_id) as text
                from ${identifier(schema)}.sync_heads`
          : sql`select string_agg(t::text, e'\n' order by t::text collate "C") as text
                from ${identifier(schema)}.${identifier(table)} t`,
      )
      contents[`${schema.split('_')[0]}.${table}`] = found?.text ?? ''
    }
  await database.close()
  return contents
}

async function tablesIn(database: Database, schema: string): Promise<readonly string[]> {
  const rows = await database.rows<{ name: string }>(sql`
    select table_name as name from information_schema.tables
    where table_schema = ${schema} and table_type = 'BASE TABLE' and table_name <> 'migrations' order by 1`)
  return rows.map(({ name }) => name)
}
