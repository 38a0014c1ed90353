import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from './db.ts'
import { migrate } from './migrate.ts'
import { sql } from './sql.ts'
import { testDatabase } from './testing/database.ts'

async function aSchema(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'goalixa-migrate-'))
  const write = async (more: Record<string, string>) => {
    for (const [name, text] of Object.entries(more)) await writeFile(join(folder, name), text)
  }
  await write(files)
  const url = await testDatabase()
  const database = openDatabase({ url, schema: 'shop', poolSize: 2 })
  onTestFinished(async () => {
    await database.close()
    await rm(folder, { recursive: true })
  })
  return { run: () => migrate({ url, schema: 'shop', folder }), write, database }
}

const files = {
  '0002_add_price.sql': 'alter table goods add column price integer; insert into goods values (1, 5);',
  '0001_goods.sql': 'create table goods (id integer primary key);',
  'readme.txt': 'not SQL',
  '3_other.sql': 'this is not run',
}

test('runs new files in order, once', async () => {
  const { run, write, database } = await aSchema(files)
  expect(await run()).toEqual(['0001_goods.sql', '0002_add_price.sql'])
  expect(await run()).toEqual([])
  await write({ '0003_more.sql': 'insert into goods values (2, 7)' })
  expect(await run()).toEqual(['0003_more.sql'])
  expect(await database.rows(sql`select * from goods order by id`)).toEqual([
    { id: 1, price: 5 },
    { id: 2, price: 7 },
  ])
})

test('of many that run at once, one does the work', async () => {
  const { run, database } = await aSchema(files)
  const runs = await Promise.all(Array.from({ length: 5 }, run))
  expect(runs.filter((names) => names.length > 0)).toEqual([['0001_goods.sql', '0002_add_price.sql']])
  expect(await database.rows(sql`select * from goods`)).toHaveLength(1)
})

test('a file that changed after it ran is refused', async () => {
  const { run, write } = await aSchema(files)
  await run()
  await write({ '0001_goods.sql': 'create table goods (id bigint primary key);' })
  await expect(run()).rejects.toThrow('0001_goods.sql of schema shop has changed since it ran')
})

test('a file that fails leaves nothing of itself and can be corrected', async () => {
  const { run, write, database } = await aSchema({ '0001_goods.sql': 'create table goods (id integer);' })
  await write({ '0002_broken.sql': 'insert into goods values (1); select no_such_function();' })
  await expect(run()).rejects.toThrow('migration 0002_broken.sql failed')
  expect(await database.rows(sql`select * from goods`)).toEqual([])
  await write({ '0002_broken.sql': 'insert into goods values (1)' })
  expect(await run()).toEqual(['0002_broken.sql'])
})
