/** Rows that a rule on unique names must look at when rows of their table get a name, or come back from the trash. */
import type { Patch } from '@goalixa/domain/apply-operations'
import type { Db } from '@goalixa/service-kit/db'
import { identifier, sql } from '@goalixa/service-kit/sql'

/** Live rows named like a patched one, or like it with a number behind. */
export const namesakesIn =
  (table: 'labels' | 'clients' | 'projects' | 'saved_views') =>
  async (db: Db, userId: string, patched: readonly Patch[]): Promise<string[]> => {
    const named = patched.filter(({ regs }) => Object.hasOwn(regs, 'name') || Object.hasOwn(regs, 'deleted'))
    if (named.length === 0) return []
    const rows = await db.rows<{ id: string }>(sql`
      with names as (
        select unnest(${named.flatMap(({ regs }) => regs['name']?.v ?? [])}::text[]) as name
        union select name from ${identifier(table)} where user_id = ${userId} and id = any(${named.map(({ id }) => id)})
      )
      select id from ${identifier(table)} present where user_id = ${userId} and not deleted and exists (
        select from names where present.name = names.name or starts_with(present.name, names.name || ' (')
      )`)
    return rows.map((row) => row.id)
  }
