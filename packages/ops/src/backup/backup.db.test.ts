/** Backups of a real PostgreSQL: what is restored is what was there, or nothing happened at all (ops, sections 2 and 7). */
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '@goalixa/contracts/errors'
import { openDatabase } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import { createTestDatabase, testDatabase } from '@goalixa/service-kit/testing/database'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { systemClock as clock } from '../system-clock.ts'
import { awkward, contentsOf, fillRows } from '../testing/backup-rows.ts'
import { drill, makeBackup } from './make-backup.ts'
import { readRecords } from './records.ts'
import { restoreInto } from './restore-into.ts'

let source: Awaited<ReturnType<typeof createTestDatabase>>
let userId: string
let folder: string
let file: string
let key: { identities: string }
let lock: { recipients: string[] }
const scratch = () => inject('databaseServer')

beforeAll(async () => {
  source = await createTestDatabase()
  userId = await fillRows(source.url)
  folder = await mkdtemp(join(tmpdir(), 'goalixa-backups-'))
  const identity = await generateX25519Identity()
  key = { identities: `# mine\n${identity}\n` }
  lock = { recipients: [await identityToRecipient(identity)] }
  file = join(folder, (await backUp(source.url)).file)
})
afterAll(async () => {
  await source.drop()
  await rm(folder, { recursive: true, force: true })
})

const backUp = (url: string, to = folder, more: object = {}) =>
  makeBackup({ folder: to, urlOf: () => url, files: [], lock, clock, ...more })
const restore = (into: string, more: object = {}) =>
  restoreInto({ file, key, urlOf: () => into, replace: false, clock, ...more })
async function ask<Row>(url: string, query: ReturnType<typeof sql>): Promise<Row[]> {
  const database = openDatabase({ url, schema: 'app' })
  try {
    return await database.rows<Row>(query)
  } finally {
    await database.close()
  }
}
async function emptyFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'goalixa-backups-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

describe('what is restored', () => {
  test('is what was there, in every table and type, with its references, triggers and numbers', async () => {
    const types = await ask<{ type: string }>(
      source.url,
      sql`select distinct format_type(a.atttypid, null) as type from pg_attribute a join pg_class c on c.oid = a.attrelid
          where c.relkind = 'r' and a.attnum > 0 and c.relnamespace in ('auth'::regnamespace, 'app'::regnamespace)`,
    )
    // A type that is new here needs a row in fillRows.
    expect(types.map(({ type }) => type).toSorted()).toEqual(
      'bigint, boolean, bytea, date, double precision, integer, json, jsonb, smallint, text, text[], timestamp with time zone, uuid, uuid[]'.split(
        ', ',
      ),
    )
    const target = await testDatabase()
    const restored = await restore(target)
    const before = await contentsOf(source.url)
    expect(await contentsOf(target)).toEqual(before)
    expect(restored.tables.map(({ table }) => table)).toEqual(Object.keys(before))
    expect(restored.tables.filter(({ rows }) => rows === 0).length).toBeGreaterThan(20)
    expect(restored.keptAside).toEqual([])
    // Devices learn of it: the epoch of each head is made anew.
    expect(await ask(target, sql`select lineage from sync_heads`)).toEqual([{ lineage: null }])

    await expect(ask(target, sql`delete from auth.audit_events`)).rejects.toThrow('append-only')
    await expect(ask(target, sql`delete from app.labels`)).resolves.toEqual([])
    await expect(
      ask(target, sql`update app.tasks set parent_id = gen_random_uuid() where parent_id is not null`),
    ).rejects.toThrow('foreign key')
    const [next] = await ask<{ id: number }>(
      target,
      sql`insert into auth.audit_events (happened_at, event, outcome) values (now(), 'x', 'success') returning id`,
    )
    expect(next!.id).toBe(awkward.length + 1)
  })

  test('a hundred thousand rows, and those of the same contents, are counted', async () => {
    const url = await testDatabase()
    await ask(
      url,
      sql`insert into unknown_rows select ${userId}::uuid, 'x', gen_random_uuid(), '{"a": {"v": 1}}', n
          from generate_series(1, 100000) n`,
    )
    const to = await emptyFolder()
    const made = await backUp(url, to)
    expect(made.rows).toBe(100_000)
    const proven = await drill({ file: join(to, made.file), key, clock, scratch: scratch() })
    expect(proven.tables.find(({ table }) => table === 'app.unknown_rows')?.rows).toBe(100_000)
    expect(await readRecords(to)).toEqual([{ ...made, verifiedAt: proven.verifiedAt }])
  })

  test('is of one moment: what is written meanwhile is not in it', async () => {
    const url = await testDatabase()
    const to = await emptyFolder()
    const writes: Promise<unknown>[] = []
    const made = await backUp(url, to, {
      // The first table is read, the others are not yet.
      onTable: () => {
        if (writes.length === 0) writes.push(fillRows(url))
      },
    })
    await Promise.all(writes)
    expect(made.rows).toBe(0)
    expect(await ask(url, sql`select title from tasks`)).toHaveLength(2)
    await drill({ file: join(to, made.file), key, clock, scratch: scratch() })
  })

  test('takes the place of what is there, which is kept under another name', async () => {
    const target = await testDatabase()
    const other = await fillRows(target)
    const before = await contentsOf(target)
    await expect(restore(target)).rejects.toMatchObject({ code: 'ops.backup_target' })
    expect(await contentsOf(target)).toEqual(before)
    const { keptAside } = await restore(target, { replace: true })
    expect(await ask(target, sql`select id from auth.accounts`)).toEqual([{ id: userId }])
    expect(keptAside).toHaveLength(2)
    expect(await contentsOf(target, [...keptAside])).toEqual(before)
    expect(other).not.toBe(userId)
  })

  test('auth and app may be two databases', async () => {
    const [auth, app] = [await testDatabase(), await testDatabase()]
    const to = await emptyFolder()
    await fillRows(auth)
    await fillRows(app)
    const { file: made } = await makeBackup({
      folder: to,
      files: [],
      lock,
      clock,
      urlOf: (schema) => (schema === 'auth' ? auth : app),
    })
    const [authAgain, appAgain] = [await testDatabase(), await testDatabase()]
    await restoreInto({
      file: join(to, made),
      key,
      replace: false,
      clock,
      urlOf: (schema) => (schema === 'auth' ? authAgain : appAgain),
    })
    expect(await contentsOf(authAgain, ['auth'])).toEqual(await contentsOf(auth, ['auth']))
    expect(await contentsOf(appAgain, ['app'])).toEqual(await contentsOf(app, ['app']))
    expect(await ask(appAgain, sql`select * from auth.accounts`)).toEqual([])
  })
})

describe('refused, with everything as it was', () => {
  let target: Awaited<ReturnType<typeof createTestDatabase>>
  let before: Record<string, string>
  beforeAll(async () => {
    target = await createTestDatabase()
    await fillRows(target.url)
    before = await contentsOf(target.url)
  })
  afterAll(() => target.drop())

  async function expectRefused(path: string, code: string, more: object = {}) {
    await expect(restore(target.url, { file: path, replace: true, ...more })).rejects.toMatchObject({ code })
    expect(await contentsOf(target.url)).toEqual(before)
    const schemas = await ask<{ name: string }>(
      target.url,
      sql`select nspname as name from pg_namespace where nspname ~ '^(auth|app)' order by 1`,
    )
    expect(schemas.map(({ name }) => name)).toEqual(['app', 'auth'])
  }

  test.each<[string, (whole: Buffer) => Buffer]>([
    ['half of it', (whole) => whole.subarray(0, whole.length / 2)],
    ['all but the last byte', (whole) => whole.subarray(0, -1)],
    ['one byte more', (whole) => Buffer.concat([whole, Buffer.from([0])])],
    ['no byte', () => Buffer.alloc(0)],
    ['another file', () => randomBytes(5_000)],
    ...[0.3, 0.999].map((where): [string, (whole: Buffer) => Buffer] => [
      `a flipped bit at ${where * 100} %`,
      (whole) => {
        const changed = Buffer.from(whole)
        changed[Math.floor(whole.length * where)]! ^= 1
        return changed
      },
    ]),
  ])('%s', async (_, change) => {
    const path = join(await emptyFolder(), 'backup.age')
    await writeFile(path, change(await readFile(file)))
    await expectRefused(path, 'ops.backup_damaged')
  })

  test('with another key, with what is none, with a passphrase, with another head', async () => {
    const path = join(await emptyFolder(), 'backup.age')
    const changed = await readFile(file)
    // Another letter of the same alphabet: the head is still one, but of nobody.
    changed[60] = changed.toString('latin1', 60, 61) === 'A' ? 0x42 : 0x41
    await writeFile(path, changed)
    await expectRefused(path, 'ops.backup_key')
    const identities = await generateX25519Identity()
    for (const other of [
      { identities },
      { identities: 'ssh-ed25519 AAAA' },
      { passphrase: 'a long passphrase' },
    ])
      await expect(restore('postgres://nobody@127.0.0.1:1/x', { key: other })).rejects.toMatchObject({
        code: 'ops.backup_key',
      })
  })

  test('of a newer version, or of one whose migrations were others', async () => {
    for (const change of [
      sql`insert into app.migrations (name, checksum) values ('9999_later.sql', 'abc')`,
      sql`update auth.migrations set checksum = 'abc' where name like '0003%'`,
    ]) {
      const url = await testDatabase()
      await ask(url, change)
      const to = await emptyFolder()
      const { file: made } = await backUp(url, to)
      await expectRefused(join(to, made), 'ops.backup_newer')
    }
  })

  test('when it is stopped, or its connection is cut, on the way', async () => {
    const controller = new AbortController()
    await expectRefused(file, 'ops.interrupted', {
      signal: controller.signal,
      onTable: () => controller.abort(new AppError('ops.interrupted')),
    })
    const cuts: Promise<unknown>[] = []
    await expectRefused(file, 'ops.backup_database', {
      onTable: () => {
        const cut = sql`
          select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'goalixa backup' and datname = ${new URL(target.url).pathname.slice(1)}`
        if (cuts.length === 0) cuts.push(ask(scratch(), cut))
      },
    })
    await Promise.all(cuts)
  })

  test('a database that does not answer, one that is not of Goalixa, and no backup', async () => {
    const gone = 'postgres://goalixa:hunter2@127.0.0.1:1/goalixa'
    await expect(restore(gone)).rejects.toMatchObject({ code: 'ops.backup_database' })
    await expect(backUp(gone)).rejects.toMatchObject({ code: 'ops.backup_database' })
    await expect(backUp(gone)).rejects.not.toThrow('hunter2')
    await expect(backUp(scratch())).rejects.toMatchObject({ code: 'ops.backup_not_found' })
    await expect(restore(gone, { file: join(folder, 'none.age') })).rejects.toMatchObject({
      code: 'ops.backup_not_found',
    })
  })
})

describe('a backup that fails', () => {
  test('leaves nothing behind', async () => {
    const to = await emptyFolder()
    const controller = new AbortController()
    const stopped = backUp(source.url, to, {
      signal: controller.signal,
      onTable: () => controller.abort(new Error('stopped')),
    })
    await expect(stopped).rejects.toThrow('stopped')
    expect(await readdir(to)).toEqual([])
    await expect(
      backUp(source.url, to, { lock: { recipients: ['AGE-SECRET-KEY-1ABC'] } }),
    ).rejects.toMatchObject({
      code: 'ops.backup_key',
    })
    expect(await readdir(to)).toEqual([])
  })

  test('says why: no folder to be had, a name that is taken', async () => {
    await expect(backUp(source.url, join(file, 'x'))).rejects.toMatchObject({ code: 'ops.backup_failed' })
    const to = await emptyFolder()
    const still = { ...clock, date: () => new Date('2026-03-02T09:00:00Z') }
    const first = await backUp(source.url, to, { clock: still })
    expect(first.file).toBe('goalixa-20260302T090000Z.age')
    const text = await readFile(join(to, first.file))
    await expect(backUp(source.url, to, { clock: still })).rejects.toMatchObject({
      code: 'ops.backup_failed',
    })
    expect(await readFile(join(to, first.file))).toEqual(text)
    expect((await readdir(to)).length).toBe(2)
  })
})
