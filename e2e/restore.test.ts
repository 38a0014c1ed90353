/** F9: a server that was restored from a backup. Real PostgreSQL, real HTTP, stores in SQLite. */
import { randomBytes, randomUUID } from 'node:crypto'
import { cp, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { TestApp } from '@goalixa/app/testing'
import { startTestApp } from '@goalixa/app/testing'
import { createClient } from '@goalixa/client/client'
import { createHttpTransport } from '@goalixa/client/http'
import { createTokenTransport } from '@goalixa/client/signed-in'
import { snapshotLines } from '@goalixa/client/snapshot-lines'
import { canonical } from '@goalixa/domain/rows'
import { makeIdentity } from '@goalixa/ops/backup/keys'
import { makeBackup } from '@goalixa/ops/backup/make-backup'
import { restoreInto } from '@goalixa/ops/backup/restore-into'
import { openReplica } from '@goalixa/replica/replica'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import { syncReplica } from '@goalixa/replica/sync'
import { openDatabase } from '@goalixa/service-kit/db'
import { startEmbeddedPostgres } from '@goalixa/service-kit/embedded-postgres'
import { migrate } from '@goalixa/service-kit/migrate'
import { identifier, sql } from '@goalixa/service-kit/sql'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { root } from '../tools/features.ts'

let base: TestApp
beforeAll(async () => {
  base = await startTestApp()
})
afterAll(() => base.close())

const userId = randomUUID()
/** The app on one database or another, for the same people. */
const appOn = (databaseUrl: string) => startTestApp(Date.now, { beside: { ...base, databaseUrl } })

async function device() {
  const replica = await openReplica({
    storage: openSqliteStorage({ path: ':memory:' }),
    userId,
    now: Date.now,
    random: (bytes) => randomBytes(bytes),
  })
  const text = async () =>
    (await replica.read((reader) => reader.storedRows()))
      .map(({ table, id, seq, visible }) => canonical([table, id, seq, visible] as never))
      .toSorted()
      .join('\n')
  return {
    text,
    close: () => replica.close(),
    status: () => replica.status(),
    set: (id: string, values: Record<string, string | boolean | object>) =>
      replica.write('test.set', (draft) => draft.patch('timeEntries', id, values as never)),
    see: async (id: string) => (await replica.read((reader) => reader.row('timeEntries', id)))?.visible,
    /** As the terminal does it, snapshot included. */
    async sync(app: TestApp) {
      const http = createHttpTransport({ baseUrl: `http://127.0.0.1:${app.port}`, userAgent: 'test' })
      const client = createClient(createTokenTransport(http.send, base.principals.tokenFor(userId)))
      try {
        return await syncReplica(replica, (body) => client.sync.exchange({ body }), {
          delay: async () => undefined,
          snapshot: () => snapshotLines(client),
        })
      } finally {
        await http.close()
      }
    },
  }
}
const span = (start: number) => ({ span: { start, end: start + 60, zone: 'UTC' } })

/** What happens between the backup and the restore, and what must hold after it; `restore` answers where the copy is. */
async function story(original: string, backUp: () => Promise<void>, restore: () => Promise<string>) {
  const [phone, laptop] = [await device(), await device()]
  const [old, made, edited, offline] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]

  const before = await appOn(original)
  await phone.set(old, { ...span(1_000), description: 'before the backup' })
  await phone.set(edited, { ...span(2_000), description: 'as it was' })
  await phone.sync(before)
  await laptop.sync(before)
  await before.close()
  await backUp()

  const after = await appOn(original)
  await phone.set(made, { ...span(3_000), description: 'made after the backup' })
  await laptop.set(edited, { description: 'edited after the backup' })
  for (const one of [phone, laptop, phone]) await one.sync(after)
  const { epoch, cursor } = await phone.status()
  await after.close()
  await phone.set(offline, { ...span(4_000), description: 'made without network' })

  const restored = await appOn(await restore())
  // Others go on first, past all numbers that the devices have seen: nothing but the epoch can tell them.
  const script = restored.person({ userId })
  for (let count = 0; count <= cursor; count++)
    expect((await script.call('POST', '/v1/labels', { name: `label ${count}` })).status).toBe(201)
  expect(await restored.headSeq(userId)).toBeGreaterThan(cursor)
  for (const one of [laptop, phone, laptop]) expect((await one.sync(restored)).state).toBe('done')

  const { body } = await script.call('GET', '/v1/time-entries?limit=10')
  const descriptions = body.items.map(({ id, description }: { id: string; description: string }) => [
    id,
    description,
  ])
  expect(Object.fromEntries(descriptions)).toEqual({
    [old]: 'before the backup',
    [edited]: 'edited after the backup',
    [made]: 'made after the backup',
    [offline]: 'made without network',
  })
  expect((await script.call('GET', '/v1/labels?limit=100')).body.items).toHaveLength(cursor + 1)
  expect(await laptop.text()).toBe(await phone.text())
  const [here, there] = [await phone.status(), await laptop.status()]
  expect(here.epoch).not.toBe(epoch)
  expect(here).toMatchObject({ epoch: there.epoch, cursor: there.cursor, pending: 0, deadLetters: 0 })
  // Once is enough: from now on it is a database like any other.
  expect(await phone.sync(restored)).toMatchObject({ received: 0 })
  await restored.close()
  await Promise.all([phone.close(), laptop.close()])
}

test('F9: a copy of the database takes its place: nothing is lost that a device still has', async () => {
  const { url, drop } = await createTestDatabase()
  const admin = openDatabase({ url: inject('databaseServer'), schema: 'public' })
  const name = new URL(url).pathname.slice(1)
  const copy = new URL(url)
  copy.pathname = `/${name}_yesterday`
  await story(
    url,
    async () => {
      await admin.rows(sql`create database ${identifier(`${name}_yesterday`)} template ${identifier(name)}`)
    },
    async () => copy.href,
  )
  await admin.rows(sql`drop database ${identifier(`${name}_yesterday`)} with (force)`)
  await admin.close()
  await drop()
})

test('F9: a copy of the data folder is put back in its place', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'goalixa-restore-'))
  const [data, backup] = [join(folder, 'postgres', 'data'), join(folder, 'backup')]
  const start = () => startEmbeddedPostgres({ folder: join(folder, 'postgres'), durable: false })
  let server = await start()
  const { port } = new URL(server.url)
  const again = async () => {
    server = await startEmbeddedPostgres({
      folder: join(folder, 'postgres'),
      durable: false,
      port: Number(port),
    })
  }
  await migrate({ url: server.url, schema: 'app', folder: join(root, 'packages/app/migrations') })
  await story(
    server.url,
    async () => {
      await server.stop()
      // A moment of a file is told to the second: a copy within the one that the folder was made in is not noticed.
      const { ctimeMs } = await stat(join(data, 'PG_VERSION'))
      await expect.poll(() => Math.floor(Date.now() / 1000)).toBeGreaterThan(Math.floor(ctimeMs / 1000))
      await cp(data, backup, { recursive: true, preserveTimestamps: true })
      await again()
    },
    async () => {
      await server.stop()
      await rename(data, join(folder, 'lost'))
      await rename(backup, data)
      await again()
      return server.url
    },
  )
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

test('F9: goalixa ops backup and restore: an encrypted backup takes the place of the database', async () => {
  const { url, drop } = await createTestDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'goalixa-restore-'))
  const clock = { now: () => performance.now(), date: () => new Date(), sleep: async () => undefined }
  const secret = join(folder, 'backup.key')
  const recipient = await makeIdentity(secret, clock.date())
  const key = { identities: await readFile(secret, 'utf8') }
  let file = ''
  await story(
    url,
    async () => {
      const lock = { recipients: [recipient] }
      const made = await makeBackup({ folder, urlOf: () => url, files: [], lock, clock })
      file = join(folder, made.file)
    },
    async () => {
      await restoreInto({ file, key, urlOf: () => url, replace: true, clock })
      return url
    },
  )
  await rm(folder, { recursive: true, force: true })
  await drop()
})

test('F9: a restore that nothing shows is declared', async () => {
  const { url, drop } = await createTestDatabase()
  const one = await device()
  const app = await appOn(url)
  await one.set(randomUUID(), span(1_000))
  await one.sync(app)
  const { epoch } = await one.status()
  await one.sync(app)
  expect((await one.status()).epoch).toBe(epoch)
  await app.database.rows(sql`select sync_restored()`)
  await one.sync(app)
  expect((await one.status()).epoch).not.toBe(epoch)
  await app.close()
  await one.close()
  await drop()
})

test('F9: a dump that was read into the same database is noticed: its tables are others', async () => {
  const { url, drop } = await createTestDatabase()
  const one = await device()
  const app = await appOn(url)
  await one.set(randomUUID(), span(1_000))
  await one.sync(app)
  const { epoch } = await one.status()
  await app.database.rows(sql`alter table sync_heads rename to before`)
  await app.database.rows(sql`create table sync_heads (like before including all)`)
  await app.database.rows(sql`insert into sync_heads select * from before`)
  await app.database.rows(sql`drop table before`)
  await one.sync(app)
  expect((await one.status()).epoch).not.toBe(epoch)
  await app.close()
  await one.close()
  await drop()
})
