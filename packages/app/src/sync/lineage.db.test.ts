import { randomBytes } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import type { Db } from '@goalixa/service-kit/db'
import { openDatabase } from '@goalixa/service-kit/db'
import { identifier, sql } from '@goalixa/service-kit/sql'
import { testDatabase } from '@goalixa/service-kit/testing/database'

const lineageOf = async (db: Db) =>
  (await db.row<{ lineage: string }>(sql`select sync_lineage('sync_heads'::regclass) as lineage`))!.lineage

test('the lineage stays the same, also over connections, and needs no special rights', async () => {
  const url = await testDatabase()
  const [one, two] = [openDatabase({ url, schema: 'app' }), openDatabase({ url, schema: 'app' })]
  const role = identifier(`plain_${randomBytes(6).toString('hex')}`)
  onTestFinished(async () => {
    await one.rows(sql`drop owned by ${role}`)
    await one.rows(sql`drop role ${role}`)
    await Promise.all([one.close(), two.close()])
  })
  const full = await lineageOf(one)
  expect(full.split('/').length).toBeGreaterThanOrEqual(4)
  expect(await lineageOf(two)).toBe(full)
  await one.rows(sql`create role ${role}`)
  await one.rows(sql`grant usage on schema app to ${role}`)
  await one.rows(sql`grant select on sync_heads to ${role}`)
  const plain = await one.transaction(async (tx) => {
    await tx.rows(sql`set local role ${role}`)
    return lineageOf(tx)
  })
  // What it may not read is left out, not guessed.
  expect(full.startsWith(`${plain}/`)).toBe(true)
})
