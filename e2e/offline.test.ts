import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SignedInUser, TerminalUser } from './stack.ts'
import { alsoSignedIn, restartableStack, script, signedInUser } from './stack.ts'

let stack: Awaited<ReturnType<typeof restartableStack>>
beforeAll(async () => {
  stack = await restartableStack()
})
beforeEach(() => stack.start())
afterAll(() => stack.remove())

interface Entry {
  id: string
  description: string
  start: string
  end: string | null
  updatedAt: string
}
const range = (hour: number) => ['--from', `2026-03-02T${hour}:00:00Z`, '--to', `2026-03-02T${hour}:30:00Z`]
const march = ['--from', '2026-03-01', '--to', '2026-04-01', '--zone', 'UTC', '--by', 'label'] as const

/** Entries as a device shows them, and as the server answers them. */
const here = async (user: TerminalUser): Promise<Entry[]> =>
  (await user.json<{ items: Entry[] }>('entries', 'list', '--limit', '500')).items
async function atServer(user: TerminalUser): Promise<Entry[]> {
  const { token } = await user.json<{ token: string }>('auth', 'token', 'create', '--name', 'look')
  const { body } = await script(stack.url, token)('GET', '/v1/time-entries?limit=500')
  return body!['items'] as Entry[]
}
/** Of a running entry the duration depends on when one looks. */
const still = (entries: Entry[]) => entries.map((entry) => ({ ...entry, durationSeconds: 0 }))

async function works(user: TerminalUser, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const done = await user.goalixa(args)
  expect({ ...done, args }).toMatchObject({ code: 0 })
  return done
}

test('a day without a server: everything works, nothing is lost', { timeout: 120_000 }, async () => {
  const ada = await signedInUser(stack.url)
  const before = await ada.json<Entry>('log', ...range(8), 'before', '+tea')
  await stack.stop()

  const started = await ada.json<Entry>('start', 'on the train', '+deep', '--project', 'Thesis')
  expect(await ada.json('status')).toMatchObject({ running: { id: started.id, project: 'Thesis' } })
  expect((await works(ada, 'stop')).stderr).toContain('2 changes wait for the server\n')
  expect((await works(ada, 'log', ...range(10), 'forgotten', '+deep')).stderr).toContain('3 changes wait')
  await works(ada, 'entries', 'edit', before.id, '--to', '2026-03-02T09:00:00Z')
  await works(ada, 'task', 'add', 'think', '+deep')
  await works(ada, 'task', 'done', 'think')
  await works(ada, 'continue')
  expect(await ada.json('report', ...march)).toMatchObject({
    totals: { attributedSeconds: 5400, untaggedSeconds: 0 },
    groups: [
      { name: 'tea', seconds: 3600 },
      { name: 'deep', seconds: 1800 },
    ],
  })
  const offline = await here(ada)
  expect(offline.map(({ description }) => description)).toEqual([
    'on the train',
    'on the train',
    'forgotten',
    'before',
  ])
  expect((await ada.goalixa(['start', 'x', '--at', '2026-03-02T09:00:00Z', '--yes'])).code).toBe(6)
  // What is the server's own needs the server.
  expect((await ada.goalixa(['auth', 'token', 'list'])).code).toBe(5)
  expect((await ada.goalixa(['auth', 'logout'])).code).toBe(6)

  await stack.start()
  expect((await works(ada, 'status')).stderr).toBe('')
  expect(still(await atServer(ada))).toEqual(still(await here(ada)))
  expect(still(await here(ada))).toEqual(still(offline))
  const { token } = await ada.json<{ token: string }>('auth', 'token', 'create', '--name', 'look')
  const { body } = await script(stack.url, token)('GET', `/v1/tasks?status=done`)
  expect(body).toMatchObject({ items: [{ title: 'think', labels: ['deep'] }] })
  await ada.leave()
})

test(
  'two terminals of one person see each other, also after both were cut off',
  { timeout: 120_000 },
  async () => {
    const desk = await signedInUser(stack.url)
    const first = await desk.json<Entry>('log', ...range(8), 'at the desk')
    const laptop = await alsoSignedIn(stack.url, desk)
    expect((await here(laptop)).map(({ id }) => id)).toEqual([first.id])
    const second = await laptop.json<Entry>('log', ...range(9), 'at the laptop')
    // Asked for what it does not know, a terminal asks the server.
    expect(await desk.json('entries', 'show', second.id)).toMatchObject({ description: 'at the laptop' })

    await stack.stop()
    await desk.json('start', 'desk offline')
    await desk.json('entries', 'edit', first.id, 'renamed at the desk')
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    const last = await laptop.json<Entry>('start', 'laptop offline')
    await laptop.json('entries', 'edit', first.id, '--to', '2026-03-02T08:45:00Z')
    await stack.start()
    for (const user of [desk, laptop, desk, laptop]) await works(user, 'status')
    const agreed = still(await here(desk))
    expect(still(await here(laptop))).toEqual(agreed)
    expect(still(await atServer(desk))).toEqual(agreed)
    expect(agreed).toHaveLength(4)
    expect(agreed.filter(({ end }) => end === null).map(({ id }) => id)).toEqual([last.id])
    expect(agreed.find(({ id }) => id === first.id)).toMatchObject({
      description: 'renamed at the desk',
      end: '2026-03-02T08:45:00Z',
    })
    for (const user of [desk, laptop]) await user.leave()
  },
)

test('a command that is killed loses nothing that it had answered', { timeout: 120_000 }, async () => {
  const ada = await signedInUser(stack.url)
  const took = await timed(() => works(ada, 'log', ...range(8), 'measure'))
  const answered: string[] = []
  const rounds = 16
  for (let round = 0; round < rounds; round++) {
    const afterMs = Math.round(took * (0.3 + (0.8 * round) / rounds))
    const { stdout } = await ada.killed(['log', ...range(9), `round ${round}`, '--yes', '--json'], afterMs)
    if (stdout.trimEnd().endsWith('}')) answered.push((JSON.parse(stdout) as Entry).id)
  }
  const kept = (await here(ada)).map(({ id }) => id)
  expect(kept).toEqual(expect.arrayContaining(answered))
  // A sync that was killed holds up the next ones for some seconds, and no longer.
  await expect.poll(async () => (await works(ada, 'status')).stderr, { timeout: 30_000 }).toBe('')
  const arrived = (await atServer(ada)).map(({ id }) => id)
  expect(arrived.toSorted()).toEqual((await here(ada)).map(({ id }) => id).toSorted())
  expect(arrived).toEqual(expect.arrayContaining(answered))
  expect(new Set(arrived).size).toBe(arrived.length)
  await ada.leave()
})

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

test('ten commands at once: each is kept, one timer runs', { timeout: 120_000 }, async () => {
  const ada = await signedInUser(stack.url)
  const done = await Promise.all(
    Array.from({ length: 10 }, (_, index) => ada.goalixa(['start', `race ${index}`, '--json'])),
  )
  expect(new Set(done.map(({ code }) => code))).toEqual(new Set([0]))
  await works(ada, 'status')
  const entries = await atServer(ada)
  expect(entries).toHaveLength(10)
  expect(entries.filter(({ end }) => end === null)).toHaveLength(1)
  expect(still(await here(ada))).toEqual(still(entries))
  await ada.leave()
})

test('the local store is private, and goes with the sign-in', { timeout: 60_000 }, async () => {
  const ada: SignedInUser = await signedInUser(stack.url)
  await works(ada, 'log', ...range(8), 'private')
  const folder = join(ada.home, '.local/share/goalixa')
  for (const name of await readdir(folder))
    expect((await stat(join(folder, name))).mode & 0o077, name).toBe(0)
  expect((await stat(folder)).mode & 0o077).toBe(0)
  await works(ada, 'auth', 'logout')
  expect(await readdir(folder)).toEqual([])
  expect((await ada.goalixa(['status'])).code).toBe(4)

  const input = `${ada.password}\n`
  expect(
    (await ada.goalixa(['auth', 'login', '--email', ada.email, '--password-stdin'], { input })).code,
  ).toBe(0)
  expect((await here(ada)).map(({ description }) => description)).toEqual(['private'])
  await ada.leave()
})
