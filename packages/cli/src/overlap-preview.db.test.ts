/** `--overlap` on both stores, and as a person types it: the real command against the app service. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestApp } from '@goalixa/app/testing'
import type { Person, TestApp } from '@goalixa/app/testing'
import type { OverlapPolicy } from '@goalixa/contracts/time-entries'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DryRun } from './dry-run.ts'
import { previewOverlaps } from './overlap-preview.ts'
import type { Store } from './store.ts'
import { bothSides, play } from './testing/both-sides.ts'

const now = Date.parse('2026-03-02T17:00:00Z')
let app: TestApp
let folder: string
beforeAll(async () => {
  app = await startTestApp(() => now)
  folder = await mkdtemp(join(tmpdir(), 'goalixa-overlap-'))
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

const at = (time: string) => `2026-03-02T${time}:00Z`
const create =
  (description: string, from: string, to: string | null, overlap?: OverlapPolicy) => (store: Store) =>
    store.timeEntries.create({
      description,
      start: at(from),
      end: to === null ? null : at(to),
      labels: ['deep'],
      ...(overlap && { overlap }),
    })

/** A refusal names entries by the end of their ids, which each side makes anew. */
const refused = (step: (store: Store) => Promise<unknown>) => (store: Store) =>
  step(store).catch(({ code, message }: { code: string; message: string }) => ({
    code,
    message: message.replaceAll(/\(\w{6}\)/g, '(id)'),
  }))

test('the local store makes way as the server does', async () => {
  const sides = await bothSides(app, () => now)
  try {
    await play(
      sides,
      {
        long: create('long', '08:00', '12:00'),
        short: create('short', '12:30', '12:45'),
        runs: create('runs', '15:00', null),
        forbidden: refused(create('no', '11:00', '13:00', 'forbid')),
        'trims no hole': refused(create('no', '09:00', '10:00', 'trim')),
        trims: create('trims', '11:00', '13:00', 'trim'),
        splits: create('splits', '09:00', '10:00', 'split'),
        'splits what runs': create('call', '15:30', '15:45', 'split'),
        'is moved': (store, { splits }) =>
          store.timeEntries.update(splits!, { end: at('10:30'), overlap: 'trim' }),
        'no such policy': (store) =>
          store.timeEntries.create({ start: at('08:00'), end: at('09:00'), overlap: 'merge' as never }),
        all: (store) => store.timeEntries.list({}),
      },
      () => undefined,
    )
    // One change, and one to take back.
    await sides.local.store.history.undo()
    const { items } = await sides.local.store.timeEntries.list({ from: at('08:00'), to: at('11:00') })
    expect(items.map(({ start, end }) => [start, end])).toEqual([
      [at('10:00'), at('11:00')],
      [at('09:00'), at('10:00')],
      [at('08:00'), at('09:00')],
    ])
  } finally {
    await sides.close()
  }
})

test('a preview reads on where a page of entries ends', async () => {
  const items = Array.from({ length: 3 }, (_, hour) => ({
    id: `id-${hour}`,
    description: '',
    project: null,
    labels: [],
    start: at(`0${hour}:00`),
    end: at(`0${hour}:30`),
  }))
  const store = {
    timeEntries: {
      list: ({ cursor = '0' }: { cursor?: string }) =>
        Promise.resolve({
          items: [items[Number(cursor)]],
          nextCursor: cursor === '2' ? null : `${Number(cursor) + 1}`,
        }),
    },
  }
  const start = Date.parse(at('00:00')) / 1000
  const preview = await previewOverlaps(
    store as never,
    { policy: 'trim', start, end: start + 86_400 },
    { now: start + 90_000, zone: 'UTC', weekStart: 1 },
  )
  expect(preview.document.takenSeconds).toBe(5400)
  expect(preview.doubts).toEqual(['It takes 1h 30m from 3 entries'])
})

/** Runs the real command with standard input closed. */
function goalixa(person: Person, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    TZ: 'UTC',
    HOME: folder,
    GOALIXA_CONFIG_DIR: folder,
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
describe('goalixa log --overlap', { timeout: 60_000 }, () => {
  const log = (from: string, to: string, ...more: string[]) => [
    'log',
    '--from',
    at(from),
    '--to',
    at(to),
    ...more,
  ]
  const busy = async () => {
    const person = app.person()
    await person.call('POST', '/v1/time-entries', {
      description: 'long',
      start: at('08:00'),
      end: at('12:00'),
    })
    await person.call('POST', '/v1/time-entries', {
      description: 'short',
      start: at('12:30'),
      end: at('12:45'),
    })
    return person
  }
  const day = async (person: Person) =>
    (await person.call('GET', '/v1/time-entries')).body.items.map(
      (entry: { start: string; end: string; description: string }) =>
        `${entry.start.slice(11, 16)}–${entry.end.slice(11, 16)} ${entry.description}`,
    ) as string[]

  test('D18: the setting decides where nothing is said, and --overlap where something is', async () => {
    const person = await busy()
    expect((await goalixa(person, 'config', 'set', 'overlap', 'trim')).out).toBe('overlap = trim\n')
    const asked = await goalixa(person, ...log('11:00', '13:00', 'new'))
    expect(asked).toMatchObject({ code: 6, out: '' })
    expect(asked.err).toContain('It takes 1h 15m from 2 entries')
    const untouched = ['12:30–12:45 short', '08:00–12:00 long']
    expect(await day(person)).toEqual(untouched)
    expect(await goalixa(person, ...log('11:00', '11:30', 'both', '--overlap', 'allow'))).toMatchObject({
      code: 0,
    })
    expect(await goalixa(person, ...log('12:30', '13:00', 'new', '--yes'))).toMatchObject({ code: 0 })
    expect(await day(person)).toEqual(['12:30–13:00 new', '11:00–11:30 both', '08:00–12:00 long'])
    await person.call('PATCH', '/v1/settings', { overlap: 'forbid' })
    const refused = await goalixa(person, ...log('09:00', '10:00', 'no', '--yes'))
    expect(refused).toMatchObject({ code: 6, out: '' })
    expect(refused.err).toContain('It overlaps "long"')
  })

  test('shows with --dry-run who loses what, in words and as a document, and changes nothing', async () => {
    const person = await busy()
    const words = await goalixa(person, ...log('11:00', '13:00', 'new', '--overlap', 'trim', '--dry-run'))
    expect(words).toMatchObject({
      code: 0,
      err: expect.stringContaining('It takes 1h 15m from 2 entries: this would need --yes\n') as string,
    })
    expect(words.out).toMatch(
      /^Nothing was changed.*\n"long" 2026-03-02 08:00 – 12:00 becomes 08:00 – 11:00: 1h taken {2}\(\w{6}\)\n"short" 2026-03-02 12:30 – 12:45 goes to the trash: 15m taken {2}\(\w{6}\)\n$/s,
    )
    const { out } = await goalixa(
      person,
      ...log('09:00', '10:00', 'new', '--overlap=split', '--dry-run', '--json'),
    )
    expect(DryRun.parse(JSON.parse(out))).toMatchObject({
      would: 'timeEntries.create',
      input: { overlap: 'split' },
      overlaps: {
        policy: 'split',
        takenSeconds: 3600,
        changes: [
          {
            description: 'long',
            what: 'split',
            before: { start: at('08:00'), end: at('12:00') },
            after: [
              { start: at('08:00'), end: at('09:00') },
              { start: at('10:00'), end: at('12:00') },
            ],
            takenSeconds: 3600,
          },
        ],
      },
    })
    const free = await goalixa(person, ...log('13:00', '14:00', '--overlap', 'forbid', '--dry-run'))
    expect(free.out).toContain('\nNo entry is in the way.\n')
    expect(await day(person)).toEqual(['12:30–12:45 short', '08:00–12:00 long'])
  })

  test('asks before it takes time from others, and forbids without asking', async () => {
    const person = await busy()
    const trim = log('11:00', '13:00', 'new', '--overlap', 'trim')
    const asked = await goalixa(person, ...trim)
    expect(asked).toMatchObject({ code: 6, out: '' })
    expect(asked.err).toContain('08:00 – 12:00 becomes 08:00 – 11:00: 1h taken')
    const forbidden = await goalixa(person, ...log('11:00', '13:00', '--overlap', 'forbid'))
    expect(forbidden).toMatchObject({ code: 6, out: '' })
    expect(forbidden.err).toMatch(/^it overlaps "long", 2026/im)
    expect(await goalixa(person, ...trim, '--yes')).toMatchObject({ code: 0 })
    expect(await day(person)).toEqual(['11:00–13:00 new', '08:00–11:00 long'])

    const edit = ['entries', 'edit', '@1', '--from', at('10:00'), '--overlap', 'trim']
    expect((await goalixa(person, ...edit, '--dry-run')).out).toContain('becomes 08:00 – 10:00: 1h taken')
    expect(await goalixa(person, ...edit)).toMatchObject({ code: 6 })
    expect(await goalixa(person, ...edit, '--yes')).toMatchObject({ code: 0 })
    expect(await day(person)).toEqual(['10:00–13:00 new', '08:00–10:00 long'])
  })
})
