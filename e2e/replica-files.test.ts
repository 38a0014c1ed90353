/** Local stores that are damaged, copied, set back or cannot be written: a sentence, a way out, nothing lost. */
import { execFileSync } from 'node:child_process'
import { chmod, copyFile, cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dataFolder, storeFile } from './local-files.ts'
import type { SignedInUser, TerminalUser } from './stack.ts'
import { alsoSignedIn, restartableStack, signedInUser, temporaryFolder } from './stack.ts'

let stack: Awaited<ReturnType<typeof restartableStack>>
beforeAll(async () => {
  stack = await restartableStack()
})
beforeEach(() => stack.start())
afterAll(() => stack.remove())

const offline = { env: { GOALIXA_SYNC_DEADLINE_MS: '0' } }
// The same hour again and again: --yes, since entries cross.
const range = ['--from', '2026-03-02T09:00:00Z', '--to', '2026-03-02T10:00:00Z', '--yes']
const texts = async (user: TerminalUser) =>
  (await user.json<{ items: { description: string }[] }>('entries', 'list', '--limit', '500')).items
    .map(({ description }) => description)
    .toSorted()

async function works(user: TerminalUser, args: string[], options = {}): Promise<string> {
  const done = await user.goalixa(args, options)
  expect({ ...done, args }).toMatchObject({ code: 0 })
  return done.stdout
}

/** Somebody with one change on the server and some that wait. */
async function withWork(waiting: number): Promise<SignedInUser> {
  const ada = await signedInUser(stack.url)
  await works(ada, ['log', ...range, 'on the server'])
  for (let n = 0; n < waiting; n++) await works(ada, ['log', ...range, `waits ${n}`], offline)
  return ada
}

/** Reading and writing say the same: one sentence, a way out, no stack. */
async function refuses(user: TerminalUser, words: string, options = {}): Promise<void> {
  for (const args of [
    ['status', '--json'],
    ['start', 'x'],
  ]) {
    const { code, stdout, stderr } = await user.goalixa(args, options)
    expect({ code, args }).toEqual({ code: 1, args })
    const told = args.includes('--json')
      ? (({ error }: { error: { message: string; try: string } }) => `${error.message}\ntry: ${error.try}\n`)(
          JSON.parse(stdout) as never,
        )
      : stderr
    expect(told.toLowerCase()).toBe(words.toLowerCase())
  }
}

const damaged =
  'The local store cannot be used: it is cut short or damaged\n' +
  'try: goalixa sync repair sets it aside, loads a new one and keeps what was not sent\n'

describe('a damaged store', () => {
  test.each([
    ['garbage', (file: string) => writeFile(file, 'not a database '.repeat(1_000))],
    ['cut short in its header', (file: string) => truncate(file, 60)],
    ['cut short in its first page', (file: string) => truncate(file, 2_000)],
  ])('that is %s', { timeout: 120_000 }, async (_, harm) => {
    const ada = await withWork(0)
    const file = await storeFile(ada)
    await harm(file)
    const before = await readFile(file)
    await refuses(ada, damaged)
    expect((await readFile(file)).equals(before)).toBe(true)
    const repaired = await ada.json<{ setAside: string }>('sync', 'repair')
    expect(repaired).toMatchObject({ saved: 0, refused: 0, copy: null, loaded: true })
    expect((await readFile(repaired.setAside)).equals(before)).toBe(true)
    expect(await texts(ada)).toEqual(['on the server'])
    expect(await works(ada, ['sync', 'repair'])).toBe('The local store is in order.\n')
    await ada.leave()
  })

  test('of which the outbox can still be read loses nothing', { timeout: 120_000 }, async () => {
    const ada = await withWork(3)
    const file = await storeFile(ada)
    await spoil(file, 'intents')
    // What does not meet the damage goes on working.
    await works(ada, ['status'], offline)
    expect(await ada.goalixa(['start', 'x'], offline)).toEqual({ code: 1, stdout: '', stderr: damaged })
    const words = await works(ada, ['sync', 'repair'])
    expect(words).toContain('Saved from it: 3 changes that were not sent, no refused changes.')
    const copy = (await readdir(dataFolder(ada))).find((name) => name.endsWith('.json'))
    expect(words).toContain(`A copy of them: ${join(dataFolder(ada), copy!)}\n`)
    const all = ['on the server', 'waits 0', 'waits 1', 'waits 2']
    expect(await texts(ada)).toEqual(all)
    const laptop = await alsoSignedIn(stack.url, ada)
    expect(await texts(laptop)).toEqual(all)
    await Promise.all([ada.leave(), laptop.leave()])
  })

  test('is repaired without the server too, and filled later', { timeout: 120_000 }, async () => {
    const ada = await withWork(1)
    await spoil(await storeFile(ada), 'conflicts')
    await spoil(await storeFile(ada), 'intents')
    await stack.stop()
    expect(await works(ada, ['sync', 'repair'])).toContain('The server could not be asked')
    await stack.start()
    expect(await texts(ada)).toEqual(['on the server', 'waits 0'])
    await ada.leave()
  })
})

/** Overwrites the page where a table begins, as a bad disk does. */
async function spoil(file: string, table: string): Promise<void> {
  const database = new DatabaseSync(file)
  const { rootpage } = database.prepare('select rootpage from sqlite_schema where name = ?').get(table) as {
    rootpage: number
  }
  database.close()
  const bytes = await readFile(file)
  bytes.fill(0xff, (rootpage - 1) * 4096, rootpage * 4096)
  await writeFile(file, bytes)
}

test('a store of a newer version is left alone', { timeout: 120_000 }, async () => {
  const ada = await withWork(1)
  const file = await storeFile(ada)
  const database = new DatabaseSync(file)
  database.exec('pragma user_version = 99')
  database.close()
  const before = await readFile(file)
  const newer =
    'The local store has version 99, which this program does not know yet\ntry: update the program\n'
  await refuses(ada, newer)
  expect(await ada.goalixa(['sync', 'repair'])).toMatchObject({ code: 1, stderr: newer })
  expect((await readFile(file)).equals(before)).toBe(true)
  await ada.leave()
})

describe('F8', () => {
  test(
    'a store that is copied to a second machine: what both write survives',
    { timeout: 120_000 },
    async () => {
      const desk = await withWork(1)
      const laptop = await alsoSignedIn(stack.url, desk)
      await rm(dataFolder(laptop), { recursive: true })
      await cp(dataFolder(desk), dataFolder(laptop), { recursive: true })
      await works(laptop, ['log', ...range, 'of the laptop'], offline)
      await works(desk, ['log', ...range, 'of the desk'])
      await works(laptop, ['log', ...range, 'also of the laptop'])
      await works(desk, ['log', ...range, 'also of the desk'])
      const all = [
        'also of the desk',
        'also of the laptop',
        'of the desk',
        'of the laptop',
        'on the server',
        'waits 0',
      ]
      for (const user of [laptop, desk]) {
        expect(await texts(user)).toEqual(all)
        expect(await user.json('sync')).toMatchObject({ pending: 0, refused: [] })
      }
      await Promise.all([desk.leave(), laptop.leave()])
    },
  )

  test(
    "yesterday's copy of a store, put back: nothing is lost or doubled",
    { timeout: 120_000 },
    async () => {
      const ada = await withWork(1)
      const file = await storeFile(ada)
      await copyFile(file, `${file}.copy`)
      await works(ada, ['log', ...range, 'after the copy'])
      await copyFile(`${file}.copy`, file)
      await rm(`${file}.copy`)
      await works(ada, ['log', ...range, 'after it was put back'])
      const all = ['after it was put back', 'after the copy', 'on the server', 'waits 0']
      expect(await texts(ada)).toEqual(all)
      const laptop = await alsoSignedIn(stack.url, ada)
      expect(await texts(laptop)).toEqual(all)
      await Promise.all([ada.leave(), laptop.leave()])
    },
  )
})

const isRoot = process.getuid?.() === 0
const nobody = 65_534
/** Root may write everywhere: there the command runs as somebody else. */
const asNobody = isRoot
  ? { through: ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] }
  : {}
const isThere = (program: string): boolean => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const unwritable =
  'The local store cannot be used: it cannot be written to; nothing was changed\n' +
  'try: check that its folder exists and is yours to write to\n'

describe.skipIf(isRoot && !isThere('setpriv'))('a store that cannot be written', () => {
  const belongsTo = async (user: TerminalUser) => {
    if (isRoot) execFileSync('chown', ['-R', `${nobody}:${nobody}`, user.home])
    await works(user, ['status'], asNobody)
  }

  test('because of its file', { timeout: 120_000 }, async () => {
    const ada = await withWork(0)
    await belongsTo(ada)
    const file = await storeFile(ada)
    await chmod(file, 0o400)
    await refuses(ada, unwritable, asNobody)
    await chmod(file, 0o600)
    expect(await works(ada, ['entries', 'list'], asNobody)).toContain('on the server')
    await ada.leave()
  })

  test('because of its folder', { timeout: 120_000 }, async () => {
    const ada = await withWork(0)
    await belongsTo(ada)
    await chmod(dataFolder(ada), 0o500)
    await refuses(ada, unwritable, asNobody)
    await chmod(dataFolder(ada), 0o700)
    await rm(dataFolder(ada), { recursive: true })
    await chmod(dirname(dataFolder(ada)), 0o555)
    await refuses(ada, unwritable, asNobody)
    await chmod(dirname(dataFolder(ada)), 0o755)
    await ada.leave()
  })
})

/** Runs a script with a disk of so many KiB mounted at a folder, which nobody else sees. */
const canMount = isRoot && isThere('unshare')

test.skipIf(!canMount)(
  'F12 the disk is full: nothing is half written, and it goes on',
  { timeout: 120_000 },
  async () => {
    const ada = await withWork(1)
    const folder = dataFolder(ada)
    const { path: kept, remove } = await temporaryFolder()
    await cp(folder, join(kept, 'store'), { recursive: true })
    // In its own mounts: a small disk with the store, filled up; what is on it afterwards is copied out.
    const script = `
    mount -t tmpfs -o size=1m,mode=700 tmpfs '${folder}' && cp -a '${kept}/store/.' '${folder}' || exit 99
    head -c 2m /dev/zero > '${folder}/filler' 2>/dev/null
    "$@"; code=$?
    rm '${folder}/filler'; mkdir '${kept}/after'; cp -a '${folder}/.' '${kept}/after'
    exit $code`
    const onFullDisk = { ...offline, through: ['unshare', '--mount', 'sh', '-c', script, 'sh'] }
    const refused = await ada.goalixa(['start', 'too much'], onFullDisk)
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr:
        'The local store cannot be used: the disk is full; nothing was changed\ntry: make room on the disk, then try again\n',
    })
    await rm(folder, { recursive: true })
    await mkdir(folder)
    await cp(join(kept, 'after'), folder, { recursive: true })
    expect(basename(await storeFile(ada))).toMatch(/^replica-/)
    expect(await texts(ada)).toEqual(['on the server', 'waits 0'])
    await works(ada, ['log', ...range, 'there is room'])
    expect(await texts(ada)).toEqual(['on the server', 'there is room', 'waits 0'])
    await remove()
    await ada.leave()
  },
)
