import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import { migrate } from '@goalixa/service-kit/migrate'
import { sql } from '@goalixa/service-kit/sql'
import { testDatabase } from '@goalixa/service-kit/testing/database'

const folder = fileURLToPath(new URL('../migrations', import.meta.url))

/** A schema without tables, beside the one that tests have. */
const freshSchema = async () => ({
  url: await testDatabase(),
  schema: `fresh_${randomBytes(4).toString('hex')}`,
})

/** Columns, indexes, constraints and statistics, as the database tells them. */
const shapeOf = async (url: string, schema: string): Promise<string[]> => {
  const database = openDatabase({ url, schema })
  onTestFinished(() => database.close())
  const told = await database.rows<{ line: string }>(sql`
    select table_name || '.' || column_name || ' ' || data_type as line from information_schema.columns where table_schema = ${schema}
    union all select indexdef from pg_indexes where schemaname = ${schema}
    union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = ${schema}::regnamespace
    union all select stxname from pg_statistic_ext where stxnamespace = ${schema}::regnamespace
    order by line`)
  return told.map(({ line }) => line.replaceAll(schema, 'app'))
}

describe('migrations', () => {
  test('the first run makes everything, the second finds nothing to do', async () => {
    const { url, schema } = await freshSchema()
    const first = await migrate({ url, schema, folder })
    expect(first.length).toBeGreaterThan(5)
    expect(first).toEqual(first.toSorted())
    const shape = await shapeOf(url, schema)
    expect(await migrate({ url, schema, folder })).toEqual([])
    expect(await shapeOf(url, schema)).toEqual(shape)
    // It is what the tests' template has, too.
    expect(shape).toEqual(await shapeOf(url, 'app'))
  })

  test('of several at once one does the work, and all of them succeed', async () => {
    const { url, schema } = await freshSchema()
    const runs = await Promise.all(Array.from({ length: 4 }, () => migrate({ url, schema, folder })))
    expect(runs.filter((run) => run.length > 0)).toHaveLength(1)
    expect(await shapeOf(url, schema)).toEqual(await shapeOf(url, 'app'))
  })
})
