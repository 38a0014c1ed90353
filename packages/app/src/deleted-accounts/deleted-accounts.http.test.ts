import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createLogger } from '@goalixa/service-kit/log'
import { sql } from '@goalixa/service-kit/sql'
import { startTestApp } from '../testing.ts'
import { makeBelongings } from '../testing-requests.ts'
import { deleteDataOfUser, tablesOfUsers } from './deleted-accounts.repository.ts'
import { createDeletedAccounts } from './deleted-accounts.service.ts'

const countOf = (rows: Record<string, unknown[]>) => Object.values(rows).flat().length

test('what a deleted account had is removed from every table, and nothing of others', async () => {
  const app = await startTestApp()
  onTestFinished(() => app.close())
  const [leaving, staying] = [app.person(), app.person()]
  await makeBelongings(leaving, 'leaving')
  await makeBelongings(staying, 'staying')
  const before = await app.allRows(staying.userId)
  let askedAgain = () => undefined as void
  const isDone = new Promise<void>((resolve) => (askedAgain = resolve))
  const auth = createServer((request, response) => {
    const after = new URL(request.url ?? '', 'http://auth').searchParams.get('after')
    if (after === '1') askedAgain()
    response.end(JSON.stringify({ cursor: 1, userIds: after === '0' ? [leaving.userId] : [] }))
  })
  await new Promise<void>((resolve) => auth.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void auth.close())

  const authInternalUrl = `http://127.0.0.1:${(auth.address() as AddressInfo).port}`
  const log = createLogger({ service: 'app', level: 'silent' })
  const worker = createDeletedAccounts({ authInternalUrl, database: app.database, log })
  expect(countOf(await app.allRows(leaving.userId))).toBeGreaterThan(10)
  worker.start()
  await isDone
  await worker.stop()
  expect(countOf(await app.allRows(leaving.userId))).toBe(0)
  expect(await app.allRows(staying.userId)).toEqual(before)
  await deleteDataOfUser(app.database, leaving.userId)
})

test('no table with rows of people is forgotten', async () => {
  const app = await startTestApp()
  onTestFinished(() => app.close())
  const tables = await app.database.rows<{ name: string }>(sql`
    select table_name as name from information_schema.columns
    where table_schema = 'app' and column_name = 'user_id'`)
  expect(tables.map(({ name }) => name).toSorted()).toEqual([...tablesOfUsers].toSorted())
})
