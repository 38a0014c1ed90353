import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { FailureDocument } from './failure-document.ts'

const bin = join(import.meta.dirname, '..', 'bin', 'goalixa.js')
const folder = await mkdtemp(join(tmpdir(), 'goalixa-bin-'))
afterAll(() => rm(folder, { recursive: true }))

const env = {
  PATH: process.env.PATH,
  NODE_ENV: 'test',
  TZ: 'Europe/Berlin',
  GOALIXA_CONFIG_DIR: folder,
  // Kept between runs, so that only the first one compiles.
  XDG_CACHE_HOME: join(tmpdir(), 'goalixa-bin-cache'),
  // Port 1 of this machine: nothing listens there.
  GOALIXA_API_URL: 'http://127.0.0.1:1',
}

/** Runs the real command with standard input closed. */
function goalixa(
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [bin, ...args],
      { env: { ...env, ...more } },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
      },
    )
    child.stdin?.end()
  })
}

// Each run starts a process, which takes a while on a busy machine.
describe('the command itself', { timeout: 30_000 }, () => {
  it.each([
    [
      ['report', '--by', 'mood'],
      'Expected --by=mood to be one of: client, project, task, label, day, week, month\ntry: goalixa report --help\n',
    ],
    [
      ['import', 'timewarrior', '/no/such/file'],
      '/no/such/file cannot be read: there is no such file\ntry: check the path\n',
    ],
  ])('exits with 2 and one sentence for %j', async (args, words) => {
    expect(await goalixa(args)).toEqual({ code: 2, out: '', err: words })
  })

  it('says so when Node is too old for it', async () => {
    const older = `Object.defineProperty(process.versions, 'node', { value: '22.12.0' })`
    const nodeArgs = ['--import', `data:text/javascript,${encodeURIComponent(older)}`]
    const old = execFile(process.execPath, [...nodeArgs, bin, 'status'], { env })
    let err = ''
    old.stderr?.on('data', (part: string) => (err += part))
    expect(await new Promise((resolve) => old.on('close', resolve))).toBe(1)
    expect(err).toBe('goalixa needs Node 24 or later; this is 22.12.0.\n')
  })

  it('brings its own dates where Node has none', async () => {
    const range = ['2026-03-29', '1:30', '-', '3:30']
    const seen = await Promise.all(
      [[], ['--no-harmony-temporal']].map(
        (nodeArgs) =>
          new Promise((resolve) => {
            const args = [...nodeArgs, bin, 'log', ...range, 'over the change', '--dry-run']
            execFile(process.execPath, args, { env }, (_, out, err) => resolve({ out, err }))
          }),
      ),
    )
    expect(seen[1]).toEqual(seen[0])
    expect(seen[0]).toMatchObject({ err: expect.stringContaining('01:30 +01:00 – 03:30 +02:00') as string })
  })

  it('prints one JSON document for a failure, whatever went wrong', async () => {
    const runs = await Promise.all([
      goalixa(['fly', '--json']),
      goalixa(['start', '--nope', '--json']),
      goalixa(['status', '--json']),
      goalixa(['status', '--json'], { GOALIXA_TOKEN: 'glx_pat_secret' }),
      goalixa(['log', '--from', '2026-03-02T10:00:00Z', '--to', '2026-03-02T09:00:00Z', '--json']),
      goalixa(['log', '--from', '2099-03-02T09:00:00Z', '--to', '2099-03-02T10:00:00Z', '--json']),
    ])
    const errors = runs.map(({ out }) => FailureDocument.parse(JSON.parse(out)).error)
    expect(errors.map(({ code }) => code)).toEqual([
      'usage',
      'usage',
      'auth.required',
      'service.unreachable',
      'time_entries.end_before_start',
      'input.unconfirmed',
    ])
    expect(runs.map(({ code }) => code)).toEqual([2, 2, 4, 5, 6, 6])
    expect(errors.map(({ exit }) => exit)).toEqual([2, 2, 4, 5, 6, 6])
    expect(JSON.stringify(runs)).not.toContain('glx_pat_secret')
  })

  it('keeps words in their order and says what it understood', async () => {
    const args = [
      'log',
      '--from',
      '2026-03-02T09:00:00Z',
      '--to',
      '2026-03-02T10:00:00Z',
      'fix',
      'the',
      'bug',
      'in',
      'the',
      'parser',
      '+deep',
      '-l',
      'team',
      '--dry-run',
      '--json',
    ]
    const { code, out, err } = await goalixa(args)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      dryRun: true,
      would: 'timeEntries.create',
      input: {
        description: 'fix the bug in the parser',
        labels: ['deep', 'team'],
        zone: 'Europe/Berlin',
        start: '2026-03-02T09:00:00Z',
        end: '2026-03-02T10:00:00Z',
      },
    })
    expect(err).toBe('Mon 2026-03-02 10:00 – 11:00 +01:00 Europe/Berlin, 1h\n')
  })

  it('takes what follows -- as text', async () => {
    const { out } = await goalixa(['start', '+deep', '--dry-run', '--json', '--', '+not', '--a', 'flag'])
    expect(JSON.parse(out)).toMatchObject({ input: { description: '+not --a flag', labels: ['deep'] } })
  })

  it('asks for a yes before a long entry, and not for one given', async () => {
    const long = ['start', 'night', 'shift', '--at', '13h ago']
    const { code, err } = await goalixa(long)
    expect(code).toBe(6)
    expect(err).toContain('It lasts 13h, more than 12 hours\ntry: run it again with --yes\n')
    expect((await goalixa([...long, '--yes'])).code).toBe(4)
  })

  it('helps', async () => {
    const [root, topic, command, alone] = await Promise.all([
      goalixa(['--help']),
      goalixa(['task', '--help']),
      goalixa(['help', 'log']),
      goalixa([]),
    ])
    expect(root.out).toMatch(/USAGE[^]*TOPICS[^]*entries[^]*COMMANDS[^]*report/)
    expect(root.out).not.toMatch(/^ {2}(home|in|now) /m)
    expect(topic.out).toContain('task reopen')
    expect(command.out).toContain('goalixa log --from TIME --to TIME')
    expect(alone.out).toContain('goalixa auth login')
    expect([root, topic, command, alone].map(({ code, err }) => [code, err])).toEqual(
      Array.from({ length: 4 }, () => [0, '']),
    )
  })

  it('keeps settings in the file', async () => {
    const own = { GOALIXA_CONFIG_DIR: join(folder, 'own') }
    expect(await goalixa(['config', 'set', 'zone', 'Asia/Tehran'], own)).toEqual({
      code: 0,
      out: 'zone = Asia/Tehran\n',
      err: '',
    })
    expect((await goalixa(['config', 'list', '--json'], own)).out).toMatch(
      /"Asia\/Tehran",\s*"from": "config"/,
    )
  })

  it('tells whether somebody is signed in', async () => {
    const { code, out } = await goalixa(['auth', 'status', '--json'])
    expect([code, JSON.parse(out)]).toEqual([
      4,
      { signedIn: false, apiUrl: env.GOALIXA_API_URL, account: null, via: null },
    ])
    expect((await goalixa(['auth', 'logout'])).code).toBe(3)
  })

  it('examines an installation that is not there', async () => {
    const { code, out } = await goalixa(['doctor', '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      checks: [
        { name: 'node', state: 'ok' },
        { name: 'settings' },
        { name: 'server', state: 'fail' },
        { name: 'readiness' },
        { name: 'sign-in', state: 'warn' },
      ],
    })
  })

  it('prints the schema of a command', async () => {
    const { code, out } = await goalixa(['schema', 'entries', 'list'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      title: 'goalixa entries list --json',
      anyOf: [{ properties: { items: { type: 'array' } } }, { properties: { error: {} } }],
    })
  })

  it('prints a part of the document, and keeps failures out of it', async () => {
    const runs = await Promise.all([
      goalixa(['config', 'list', '--jq', '.items[].key']),
      goalixa(['config', 'get', 'zone', '--fields', 'key']),
      goalixa(['start', 'x', '--dry-run', '--jq=.would']),
      goalixa(['schema', 'status', '--jq', '.title']),
      goalixa(['start', 'x', '--jq', '.id |']),
      goalixa(['status', '--jq', '.running']),
      goalixa(['config', 'list', '--fields', 'nope']),
      goalixa(['config', 'list', '--jq', '.items.x']),
    ])
    expect(runs.slice(0, 4).map(({ out }) => out)).toEqual([
      'apiUrl\nzone\nweekStart\n',
      '{\n  "key": "zone"\n}\n',
      'timer.start\n',
      'goalixa status --json\n',
    ])
    expect(runs.slice(4).map(({ out }) => out)).toEqual(['', '', '', ''])
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 2, 4, 2, 2])
    expect(runs[4].err).toMatch(/^jq: error: syntax error.*\ntry: write it as for jq/)
  })

  it('reads the file before it asks for the server', async () => {
    await writeFile(join(folder, 'a.data'), 'inc 20260205T080000Z - 20260205T110000Z # FOO\n')
    expect(
      (await goalixa(['import', 'timewarrior', join(folder, 'a.data')], { GOALIXA_TOKEN: 'glx_pat_x' })).code,
    ).toBe(5)
  })

  it('stays quiet when nobody reads on', async () => {
    const child = spawn(process.execPath, [bin, 'schema', 'report'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.destroy()
    let err = ''
    child.stderr.on('data', (part: Uint8Array) => (err += String(part)))
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0)
    expect(err).toBe('')
  })
})
