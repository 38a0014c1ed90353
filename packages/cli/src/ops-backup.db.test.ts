/** `goalixa ops backup`, `restore` and what `status` says of them, at a real database. */
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { contentsOf, fillRows } from '@goalixa/ops/testing/backup-rows'
import { createTestDatabase, testDatabase } from '@goalixa/service-kit/testing/database'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import Backup from './commands/ops/backup.ts'
import Restore from './commands/ops/restore.ts'
import Status from './commands/ops/status.ts'
import { BackupDocument, RestoreDocument } from './output/ops-backup.ts'
import { StatusDocument } from './output/ops-status.ts'
import { runCommand } from './testing/run-command.ts'

const backUp = (...words: string[]) => runCommand(Backup, 'ops:backup', words)
const restore = (...words: string[]) => runCommand(Restore, 'ops:restore', words)

let database: Awaited<ReturnType<typeof createTestDatabase>>
let folder: string
let key: string
let recipient: string
let file: string
const scratch = () => ['--scratch', inject('databaseServer')]

beforeAll(async () => {
  database = await createTestDatabase()
  await fillRows(database.url)
  folder = await mkdtemp(join(tmpdir(), 'goalixa-ops-backup-'))
  key = join(folder, 'backup.key')
  const made = await backUp('--keygen', key, '--json')
  recipient = (JSON.parse(made.out) as { recipient: string }).recipient
  const backup = await backUp(...backupWords(), '--identity', key, ...scratch(), '--json')
  expect(backup).toMatchObject({ code: 0, err: '' })
  const document = BackupDocument.parse(JSON.parse(backup.out))
  file = join(document.folder, document.file)
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})
const backups = () => join(folder, 'backups')
const backupWords = () => ['--database', database.url, '--recipient', recipient, '--to', backups()]

test('a key is for its owner alone, and is never replaced', async () => {
  expect((await stat(key)).mode & 0o777).toBe(0o600)
  expect(await readFile(key, 'utf8')).toMatch(/^# created: .*\n# public key: age1\w+\nAGE-SECRET-KEY-1\w+\n$/)
  expect(await backUp('--keygen', key)).toMatchObject({
    code: 2,
    err: expect.stringContaining('is there already'),
  })
})

test('a backup is for its owner alone, and nothing in it can be read', async () => {
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await stat(backups())).mode & 0o777).toBe(0o700)
  const bytes = await readFile(file)
  expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1')
  expect(bytes.includes('accounts') || bytes.includes('example.com')).toBe(false)
  // What lies open beside it names no person and no password.
  const record = await readFile(file.replace('.age', '.json'), 'utf8')
  expect(record).not.toContain(new URL(database.url).password)
})

test('a drill compares every table, and changes nothing', async () => {
  const before = await contentsOf(database.url)
  const ran = await restore(file, '--identity', key, ...scratch(), '--json')
  expect(ran).toMatchObject({ code: 0, err: '' })
  const document = RestoreDocument.parse(JSON.parse(ran.out))
  expect(document).toMatchObject({ into: null, keptAside: [] })
  expect(document.tables.map(({ table }) => table)).toEqual(Object.keys(before))
  expect(await contentsOf(database.url)).toEqual(before)
  const words = await restore(file, '--identity', key, ...scratch())
  expect(words.out).toContain('was only tried: nothing was changed')
})

test('a restore asks, refuses rows, and keeps them aside when told to', async () => {
  const target = await testDatabase()
  await fillRows(target)
  const before = await contentsOf(target)
  const words = [file, '--identity', key, '--into', target]
  expect(await restore(...words)).toMatchObject({
    code: 6,
    err: expect.stringContaining('stop the services first'),
  })
  expect(await restore(...words, '--yes')).toMatchObject({
    code: 10,
    err: expect.stringContaining('The database has rows already, such as in auth.accounts\ntry: '),
  })
  expect((await restore(...words, '--dry-run', '--yes', ...scratch())).out).toContain('only tried')
  expect(await contentsOf(target)).toEqual(before)
  const ran = await restore(...words, '--replace', '--yes', '--json')
  const document = RestoreDocument.parse(JSON.parse(ran.out))
  expect(await contentsOf(target)).toEqual(await contentsOf(database.url))
  expect(await contentsOf(target, document.keptAside)).toEqual(before)
  expect(`${ran.out}${ran.err}`).not.toContain(new URL(target).password)
})

test('a passphrase opens it as well; a wrong one does not', async () => {
  const [right, wrong, short] = ['right', 'wrong', 'short'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  await writeFile(right, 'correct horse battery staple\n')
  await writeFile(wrong, 'correct horse battery stable\n')
  await writeFile(short, 'secret\n')
  const to = join(folder, 'with-passphrase')
  const words = ['--database', database.url, '--to', to]
  expect(await backUp(...words, '--passphrase-file', short)).toMatchObject({ code: 2 })
  expect(await backUp(...words, '--passphrase-file', right, ...scratch())).toMatchObject({ code: 0 })
  const made = (await readdir(to)).find((name) => name.endsWith('.age'))
  expect(await restore(join(to, made!), '--passphrase-file', wrong)).toMatchObject({ code: 10 })
})

test('what is said wrong is refused before anything is done', async () => {
  const wrong: [() => Promise<{ code: number; err: string }>, number, string][] = [
    [() => backUp('--database', database.url), 2, 'ho may open the backup?'],
    [() => backUp('--database', 'mysql://x', '--recipient', recipient), 2, '--database'],
    [
      () => backUp('--database', database.url, '--recipient', 'AGE-SECRET-KEY-1X', '--to', backups()),
      10,
      'no public key',
    ],
    [() => backUp(...backupWords(), '--verify'), 2, '--identity'],
    [() => backUp('--recipient', recipient, '--data', join(folder, 'nobody')), 3, 'here is no database in'],
    [() => restore(file), 2, 'hat opens the backup?'],
    [() => restore(join(folder, 'none.age'), '--identity', key), 3, 'is not there'],
    [() => restore(key, '--identity', key), 10, 'no backup'],
  ]
  for (const [run, code, words] of wrong)
    expect(await run()).toMatchObject({ code, err: expect.stringContaining(words) })
})

test('status tells of the backups of this machine, and keeping removes all but the newest and the proven', async () => {
  process.env['KUBECONFIG'] = join(folder, 'no-kubeconfig')
  const status = async () => {
    const ran = await runCommand(Status, 'ops:status', ['--backups', backups(), '--json'])
    return StatusDocument.parse(JSON.parse(ran.out)).machine!.backups
  }
  try {
    expect(await status()).toMatchObject([
      { file: basename(file), isFresh: true, verifiedAt: expect.any(String) },
    ])
    const now = new Date(Date.now() + 2_000).toISOString().replaceAll(/[-:]|\.\d+/g, '')
    const record = JSON.parse(await readFile(file.replace('.age', '.json'), 'utf8')) as object
    for (const name of [`goalixa-${now}`, 'goalixa-20200101T000000Z']) {
      await writeFile(join(backups(), `${name}.age`), 'x')
      const text = JSON.stringify({ ...record, file: `${name}.age`, verifiedAt: null })
      await writeFile(join(backups(), `${name}.json`), text)
    }
    await writeFile(join(backups(), 'mine.age'), 'not of the command')
    expect((await status()).map((one) => one.file)).toHaveLength(3)
    const words = [...backupWords(), '--keep', '1', '--json']
    // Names are by the second: one of the second before may be there.
    const kept = await backUp(...words)
    const { removed, file: newest } = BackupDocument.parse(JSON.parse(kept.out))
    expect(removed).toContain('goalixa-20200101T000000Z.age')
    expect((await readdir(backups())).filter((name) => name.endsWith('.age'))).toEqual(
      expect.arrayContaining([basename(file), 'mine.age']),
    )
    expect([newest, `goalixa-${now}.age`]).toContain((await status())[0]!.file)
  } finally {
    delete process.env['KUBECONFIG']
  }
})
