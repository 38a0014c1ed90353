/** Surgery on entries: the same answers from both stores, and as a person types it, the real command with the app. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestApp } from '@goalixa/app/testing'
import type { Person, TestApp } from '@goalixa/app/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Store } from './store.ts'
import { bothSides, play } from './testing/both-sides.ts'

const now = Date.parse('2026-03-02T17:00:00Z')
let app: TestApp
let folder: string
beforeAll(async () => {
  app = await startTestApp(() => now)
  folder = await mkdtemp(join(tmpdir(), 'goalixa-surgery-'))
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

const at = (time: string) => `2026-03-02T${time}:00Z`
const create = (description: string, from: string, to: string | null) => (store: Store) =>
  store.timeEntries.create({
    description,
    start: at(from),
    end: to === null ? null : at(to),
    labels: [description],
    project: 'Thesis',
    zone: 'Asia/Tehran',
  })
const nobody = '00000000-0000-7000-8000-000000000000'
const day = { from: '2026-03-02', to: '2026-03-03', zone: 'UTC' }

test('the local store cuts and joins as the server does', { timeout: 60_000 }, async () => {
  const sides = await bothSides(app, () => now)
  try {
    await play(
      sides,
      {
        long: create('long', '08:00', '12:00'),
        late: create('late', '13:00', '14:00'),
        runs: create('runs', '15:00', null),
        gaps: (store) => store.timeEntries.gaps(day),
        'gaps of hours': (store) =>
          store.timeEntries.gaps({ ...day, hoursFrom: '07:00', hoursTo: '24:00', minSeconds: 3600 }),
        'gaps of no zone': (store) => store.timeEntries.gaps({ ...day, zone: 'Mars/Base' }),
        'gaps of too long': (store) => store.timeEntries.gaps({ ...day, from: '2020-01-01' }),
        'gaps with half the hours': (store) => store.timeEntries.gaps({ ...day, hoursFrom: '07:00' }),
        split: (store, { long }) => store.timeEntries.split(long!, { at: [at('09:00'), at('10:00')] }),
        'split by ratio': (store, { late }) => store.timeEntries.split(late!, { ratio: [1, 2] }),
        'split outside': (store, { late }) => store.timeEntries.split(late!, { at: [at('13:00')] }),
        'split in two ways': (store, { late }) =>
          store.timeEntries.split(late!, { ratio: [1, 2], at: [at('13:10')] }),
        'split what runs': (store, { runs }) =>
          store.timeEntries.split(runs!, { break: { start: at('15:30'), end: at('15:45') } }),
        'split none': (store) => store.timeEntries.split(nobody, { ratio: [1, 2] }),
        'joined with a gap': (store, { long, late }) => store.timeEntries.join({ ids: [long!, late!] }),
        joined: (store, { long, late }) => store.timeEntries.join({ ids: [late!, long!], fillGaps: true }),
        'joined with what runs': (store, { long, runs }) =>
          store.timeEntries.join({ ids: [long!, runs!], fillGaps: true, overlap: 'trim' }),
        'joined with itself': (store, { long }) => store.timeEntries.join({ ids: [long!, long!] }),
        another: create('another', '06:00', '07:00'),
        moved: (store, { another }) => store.timeEntries.move(another!, { start: at('05:00') }),
        'moved too far': (store, { another }) =>
          store.timeEntries.move(another!, { start: '9999-12-31T23:30:00Z' }),
        longer: (store, { another }) => store.timeEntries.resize(another!, { bySeconds: 60 }),
        shorter: (store, { another }) =>
          store.timeEntries.resize(another!, { durationSeconds: 60, edge: 'start' }),
        'too short': (store, { another }) => store.timeEntries.resize(another!, { bySeconds: -61 }),
        filled: (store, { another }) => store.timeEntries.fill(another!, { zone: 'UTC' }),
        'filled again': (store, { another }) => store.timeEntries.fill(another!, {}),
        all: (store) => store.timeEntries.list({}),
        report: (store) => store.reports.summary({ ...day, by: 'label' }),
      },
      () => undefined,
    )
  } finally {
    await sides.close()
  }
})

test('what was cut is one again after undo, and cut after redo', async () => {
  const sides = await bothSides(app, () => now)
  try {
    const { store } = sides.local
    const { id } = await create('long', '08:00', '12:00')(store)
    const times = async () =>
      (await store.timeEntries.list({})).items.map(
        ({ start, end }) => `${start?.slice(11, 16)}–${end?.slice(11, 16)}`,
      )
    const steps = [
      () => store.timeEntries.split(id, { ratio: [1, 1] }),
      () => store.timeEntries.move(id, { start: at('07:00') }),
      () => store.timeEntries.fill(id, {}),
      async () =>
        store.timeEntries.join({ ids: (await store.timeEntries.list({})).items.map((entry) => entry.id) }),
    ]
    const seen = [await times()]
    for (const step of steps) {
      await step()
      seen.push(await times())
    }
    expect(seen).toEqual([
      ['08:00–12:00'],
      ['10:00–12:00', '08:00–10:00'],
      ['10:00–12:00', '07:00–09:00'],
      ['10:00–12:00', '07:00–10:00'],
      ['07:00–12:00'],
    ])
    for (const before of seen.slice(0, -1).toReversed()) {
      await store.history.undo()
      expect(await times()).toEqual(before)
    }
    for (const after of seen.slice(1)) {
      await store.history.redo()
      expect(await times()).toEqual(after)
    }
  } finally {
    await sides.close()
  }
})

/** Runs the real command with standard input closed. */
function goalixa(person: Person, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    TZ: 'UTC',
    HOME: folder,
    GOALIXA_CONFIG_DIR: folder,
    GOALIXA_ZONE: 'UTC',
    XDG_CACHE_HOME: join(tmpdir(), 'goalixa-bin-cache'),
    GOALIXA_API_URL: `http://127.0.0.1:${app.port}`,
    GOALIXA_TOKEN: person.token,
  }
  const bin = join(import.meta.dirname, '..', 'bin', 'goalixa.js')
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [bin, ...args], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
    child.stdin?.end()
  })
}

// Each run starts a process, which takes a while on a busy machine.
describe('as a person types it (E6)', { timeout: 120_000 }, () => {
  const log = (person: Person, description: string, from: string, to: string) =>
    person.call('POST', '/v1/time-entries', { description, start: at(from), end: at(to) })
  const times = async (person: Person) =>
    (await person.call('GET', '/v1/time-entries')).body.items.map(
      (entry: { start: string; end: string; description: string }) =>
        `${entry.start.slice(11, 16)}–${entry.end.slice(11, 16)} ${entry.description}`,
    ) as string[]

  test('split shows the parts, changes nothing with --dry-run, and reads times from the entry on', async () => {
    const person = app.person()
    await log(person, 'long', '08:00', '12:00')
    const dry = await goalixa(person, 'split', '@1', '10:30', '11:30', '--dry-run', '--json')
    expect(dry.err).toBe(
      'Mon 2026-03-02 08:00 – 10:30 +00:00 UTC, 2h 30m\nMon 2026-03-02 10:30 – 11:30 +00:00 UTC, 1h\nMon 2026-03-02 11:30 – 12:00 +00:00 UTC, 30m\n',
    )
    expect(JSON.parse(dry.out)).toMatchObject({
      would: 'timeEntries.split',
      input: { at: [at('10:30'), at('11:30')] },
    })
    expect(await goalixa(person, 'split', '@1', '7:00')).toMatchObject({
      code: 6,
      err: '2026-03-03 7:00 is not between 2026-03-02 8:00 and 2026-03-02 12:00\ntry: give times after its start and before its end\n',
    })
    expect(await times(person)).toEqual(['08:00–12:00 long'])
    expect((await goalixa(person, 'split', '@1', '--break', '9:00-9:30')).out).toMatch(
      /^Split "long" into 2\n- 08:00 – 09:00, 1h {2}\(\w{6}\)\n- 09:30 – 12:00, 2h 30m {2}\(\w{6}\)\n$/,
    )
    expect(await goalixa(person, 'split', '@1', '--ratio', '1:x')).toMatchObject({ code: 2 })
  })

  test('join asks about what it would fill or give up', async () => {
    const person = app.person()
    await log(person, 'one', '08:00', '09:00')
    await log(person, 'two', '09:30', '10:00')
    const asked = await goalixa(person, 'join', '@1', '@2')
    expect(asked).toMatchObject({ code: 6, out: '' })
    expect(asked.err).toContain('It takes in 30m between them; They differ in text; that of "one" stays')
    expect(await goalixa(person, 'join', '@1', '@2', '--yes')).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^Joined 2 entries to "one", 08:00 – 10:00, 2h {2}\(\w{6}\); 30m filled\n$/,
      ) as string,
    })
    expect(await times(person)).toEqual(['08:00–10:00 one'])
  })

  test('move, resize and fill ask when they cross another entry or are long, unless a policy says what to do', async () => {
    const person = app.person()
    await log(person, 'first', '08:00', '09:00')
    await log(person, 'it', '10:00', '11:00')
    const crossed = await goalixa(person, 'move', '@1', '8:30')
    expect(crossed).toMatchObject({ code: 6, out: '' })
    expect(crossed.err).toContain('"first" 2026-03-02 08:00 – 09:00 stays: 30m overlap')
    expect(crossed.err).toContain('It crosses 1 entry')
    expect(await goalixa(person, 'resize', '@1', '12h1m')).toMatchObject({ code: 6 })
    expect((await goalixa(person, 'fill', '@1')).out).toMatch(/^Filled "it", 09:00 – 11:00, 2h/)
    expect((await goalixa(person, 'move', '@1', '8:30', '--overlap', 'trim', '--yes')).code).toBe(0)
    expect((await goalixa(person, 'shorten', '@1', '30m', '--start')).code).toBe(0)
    expect((await goalixa(person, 'lengthen', '@1', '15m')).code).toBe(0)
    expect(await times(person)).toEqual(['09:00–10:45 it', '08:00–08:30 first'])
    const gaps = await goalixa(person, 'gaps', '2026-03-02', '--hours', '8:00-11:00')
    expect(gaps.out).toBe(
      'DATE            START  END    FREE\nMon 2026-03-02  08:30  09:00   30m\nMon 2026-03-02  10:45  11:00   15m\n2 gaps, 45m, in UTC\n',
    )
  })

  test('log, start --at and edit ask when they cross an entry (5.4)', async () => {
    const person = app.person()
    await log(person, 'first', '08:00', '09:00')
    const across = ['log', '--from', at('08:30'), '--to', at('09:30')]
    expect(await goalixa(person, ...across, 'new')).toMatchObject({ code: 6, out: '' })
    const dry = await goalixa(person, ...across, '--dry-run')
    expect(dry).toMatchObject({
      code: 0,
      err: expect.stringContaining('It crosses 1 entry: this would need --yes') as string,
    })
    expect(await goalixa(person, 'start', 'timer', '--at', at('08:30'))).toMatchObject({ code: 6, out: '' })
    expect(await goalixa(person, ...across, 'allowed', '--overlap', 'allow')).toMatchObject({ code: 0 })
    // It crossed already: a new text is no news, and less overlap neither.
    expect(await goalixa(person, 'edit', '@1', 'other')).toMatchObject({ code: 0 })
    expect(await goalixa(person, 'edit', '@1', '--from', at('08:45'))).toMatchObject({ code: 0 })
    expect(await goalixa(person, 'edit', '@1', '--from', at('08:15'))).toMatchObject({ code: 6, out: '' })
    expect(await goalixa(person, 'note', '@1', 'noted', '--yes')).toMatchObject({ code: 0 })
    expect(await times(person)).toEqual(['08:45–09:30 noted', '08:00–09:00 first'])
  })
})
