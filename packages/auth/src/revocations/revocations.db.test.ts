import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import { testDatabase } from '@goalixa/service-kit/testing/database'
import { aClock } from '../testing-requests.ts'
import { createRevocationsService } from './revocations.service.ts'

async function aService() {
  const url = await testDatabase()
  const database = openDatabase({ url, schema: 'auth', poolSize: 4 })
  onTestFinished(() => database.close())
  const clock = aClock()
  return { database, clock, revocations: createRevocationsService({ database, now: clock.now }) }
}

test('a reader that polls while many write sees each exactly once', async () => {
  const { database, revocations } = await aService()
  const sids = Array.from({ length: 40 }, () => randomUUID())
  const writers = Promise.all(
    sids.map((sid) => database.transaction((tx) => revocations.record(tx, [sid], 900))),
  )
  const seen: string[] = []
  let cursor = 0
  const read = async () => {
    const page = await revocations.after(cursor)
    cursor = page.cursor
    seen.push(...page.items.map(({ sid }) => sid))
  }
  // Ends only when every one was seen: one that is stepped over runs into the time limit.
  while (seen.length < sids.length) await read()
  await writers
  expect(seen.toSorted()).toEqual(sids.toSorted())
})

test('a smaller id never becomes visible after a larger one', async () => {
  const { database, revocations } = await aService()
  const [slow, fast] = [randomUUID(), randomUUID()]
  let second: Promise<void> | undefined
  await database.transaction(async (tx) => {
    await revocations.record(tx, [slow], 60)
    second = database.transaction((other) => revocations.record(other, [fast], 60))
    const blocked = sql`select from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`
    while ((await database.row(blocked)) === undefined) continue
    expect(await revocations.after(0)).toEqual({ cursor: 0, items: [] })
  })
  await second
  expect((await revocations.after(0)).items.map(({ sid }) => sid)).toEqual([slow, fast])
})

test('a record goes when no access token of it can live any more', async () => {
  const { database, clock, revocations } = await aService()
  await database.transaction((tx) => revocations.record(tx, [randomUUID()], 60))
  clock.forward(120)
  expect((await revocations.after(0)).items).toHaveLength(1)
  clock.forward(2)
  expect((await revocations.after(0)).items).toHaveLength(0)
  await database.transaction((tx) => revocations.record(tx, [randomUUID()], 60))
  expect(await database.row(sql`select count(*) as rows from revocations`)).toEqual({ rows: 1 })
})

test('nothing ended records nothing', async () => {
  const { database, revocations } = await aService()
  await database.transaction((tx) => revocations.record(tx, [], 60))
  expect(await revocations.after(7)).toEqual({ cursor: 7, items: [] })
})
