/** What waits for the server: refused changes, several terminals, other people, a sign-in whose time is over. */
import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { createServer, request as ask } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeSession, dataFolder, withStore } from './local-files.ts'
import type { TerminalUser, TestStack } from './stack.ts'
import { alsoSignedIn, signedInUser, startTestStack } from './stack.ts'

let stack: TestStack
let counted: { url: string; calls: Call[]; close(): Promise<void> }
beforeAll(async () => {
  stack = await startTestStack()
  counted = await counter(stack.url)
})
afterAll(async () => {
  await counted.close()
  await stack.stop()
})

interface Call {
  readonly path: string
  readonly body: string
  readonly status: number
}

/** Stands before the server and counts what it is asked. */
async function counter(url: string): Promise<typeof counted> {
  const { hostname, port } = new URL(url)
  const calls: Call[] = []
  const pass = async (asked: IncomingMessage, answer: ServerResponse) => {
    const body = await textOf(asked)
    const { method = 'GET', url: path = '/', headers } = asked
    const onward = ask({ hostname, port, method, path, headers }, (given) => {
      calls.push({ path, body, status: given.statusCode! })
      answer.writeHead(given.statusCode!, given.headers)
      given.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    onward.end(body)
  }
  const server = createServer((asked, answer) => void pass(asked, answer))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function textOf(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

interface Entry {
  id: string
  description: string
}
interface Refused {
  id: string
  code: string
  row: { name: string }
}
const offline = { env: { GOALIXA_SYNC_DEADLINE_MS: '0' } }
// The same hour again and again: --yes, since entries cross.
const range = ['--from', '2026-03-02T09:00:00Z', '--to', '2026-03-02T10:00:00Z', '--yes']
const texts = async (user: TerminalUser) =>
  (await user.json<{ items: Entry[] }>('entries', 'list', '--limit', '500')).items
    .map(({ description }) => description)
    .toSorted()
const state = (user: TerminalUser) => user.json<{ pending: number; refused: Refused[] }>('sync', '--status')

async function works(user: TerminalUser, args: string[], options = {}): Promise<string> {
  const done = await user.goalixa(args, options)
  expect({ ...done, args }).toMatchObject({ code: 0 })
  return done.stdout
}

const logged = (description: string) => ({
  createdAt: 1_772_442_000,
  span: { start: 1_772_442_000, end: 1_772_445_600, zone: 'UTC' },
  description,
})

test('F10 a refused change holds nothing up, and has three ways out', { timeout: 120_000 }, async () => {
  const ada = await signedInUser(stack.url)
  const unknown = randomUUID()
  await works(ada, ['log', ...range, 'before'])
  // Rules on the device would not make such changes: they refer to a project that is nowhere.
  await withStore(ada, async (replica) => {
    for (const name of ['poison', 'venom'])
      await replica.write('timeEntries.create', (draft) =>
        draft.patch('timeEntries', randomUUID(), { ...logged(name), projectId: unknown }),
      )
  })
  await works(ada, ['log', ...range, 'after'])
  expect(await state(ada)).toMatchObject({
    pending: 0,
    refused: [
      { code: 'sync.unknown_reference', row: { name: 'poison' } },
      { code: 'sync.unknown_reference', row: { name: 'venom' } },
    ],
  })
  expect(await works(ada, ['sync', '--status'])).toMatch(
    /Refused: [0-9a-f]{6}  log time entry "poison" of Mon 2026-03-02: .* \(sync\.unknown_reference\)\n/,
  )
  const laptop = await alsoSignedIn(stack.url, ada)
  expect(await texts(laptop)).toEqual(['after', 'before'])

  const saved = JSON.parse(await works(ada, ['sync', 'export'])) as { refused: unknown[] }
  expect(saved).toMatchObject({
    refused: [{ operation: { intent: 'timeEntries.create' } }, {}],
    waiting: [],
  })

  const [poison, venom] = (await state(ada)).refused
  expect((await ada.goalixa(['sync', 'discard', venom!.id])).code).toBe(6)
  expect(await works(ada, ['sync', 'discard', venom!.id, '--yes'])).toMatch(/^Thrown away: .*"venom"/)
  expect((await ada.goalixa(['sync', 'discard', venom!.id, '--yes'])).code).toBe(3)

  // Sent again as it is, it is refused again; once there is such a project, it is taken.
  await works(ada, ['sync', 'retry', '--all'])
  expect((await state(ada)).refused).toMatchObject([{ row: { name: 'poison' } }])
  expect((await ada.goalixa(['sync', 'retry', poison!.id])).code).toBe(3)
  await withStore(laptop, (replica) =>
    replica.write('projects.create', (draft) =>
      draft.patch('projects', unknown, { name: 'Found', createdAt: 1_772_442_000 }),
    ),
  )
  await works(laptop, ['sync'])
  const [again] = (await state(ada)).refused
  expect(await works(ada, ['sync', 'retry', again!.id])).toMatch(/^Sent again: .*"poison"/)
  expect(await state(ada)).toMatchObject({ pending: 0, refused: [] })
  expect(await texts(laptop)).toEqual(['after', 'before', 'poison'])
  await Promise.all([ada.leave(), laptop.leave()])
})

test('F14 two terminals of one store at once: each change is sent once', { timeout: 120_000 }, async () => {
  const ada = await signedInUser(counted.url)
  for (const text of ['a', 'b', 'c']) await works(ada, ['log', ...range, text], offline)
  const from = counted.calls.length
  await Promise.all([1, 2, 3, 4].map((n) => works(ada, ['log', ...range, `at once ${n}`])))
  await works(ada, ['sync'])
  const sent = counted.calls
    .slice(from)
    .filter(({ path }) => path === '/v1/sync')
    .flatMap(({ body }) => (JSON.parse(body) as { ops: { n: number }[] }).ops.map(({ n }) => n))
  expect(sent.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7])
  const laptop = await alsoSignedIn(counted.url, ada)
  expect(await texts(laptop)).toEqual(['a', 'at once 1', 'at once 2', 'at once 3', 'at once 4', 'b', 'c'])
  await Promise.all([ada.leave(), laptop.leave()])
})

test(
  'F15 whoever signs in next at this terminal sees nothing of the one before',
  { timeout: 120_000 },
  async () => {
    const ada = await signedInUser(stack.url)
    await works(ada, ['log', ...range, 'private'])
    await works(ada, ['log', ...range, 'not sent'], offline)
    expect((await ada.goalixa(['auth', 'logout'], offline)).code).toBe(0)
    expect(await readdir(dataFolder(ada))).toEqual([])

    const eve = await signedInUser(stack.url)
    const login = ['auth', 'login', '--email', eve.email, '--password-stdin']
    await works(ada, login, { input: `${eve.password}\n` })
    expect(await texts(ada)).toEqual([])
    await works(ada, ['log', ...range, 'of Eve'])
    expect((await ada.goalixa(['conflicts'])).stdout).not.toContain('private')
    await works(ada, ['auth', 'logout'])
    await works(ada, ['auth', 'login', '--email', ada.email, '--password-stdin'], {
      input: `${ada.password}\n`,
    })
    expect(await texts(ada)).toEqual(['not sent', 'private'])
    expect(await texts(eve)).toEqual(['of Eve'])
    await Promise.all([ada.leave(), eve.leave()])
  },
)

test(
  'F16 the sign-in is over, 300 changes wait: one refresh, all of them arrive',
  { timeout: 120_000 },
  async () => {
    const ada = await signedInUser(counted.url)
    await works(ada, ['status'])
    await withStore(ada, async (replica) => {
      for (let n = 0; n < 300; n++)
        await replica.write('timeEntries.create', (draft) =>
          draft.patch('timeEntries', randomUUID(), logged(`${n}`.padStart(3, '0'))),
        )
    })
    // The token is refused by the server, before the device would have renewed it by itself.
    await changeSession(ada, (session) => ({
      ...session,
      accessToken: `${session.accessToken.slice(0, -4)}AAAA`,
    }))
    const from = counted.calls.length
    await Promise.all([1, 2, 3].map(() => works(ada, ['status'])))
    await works(ada, ['sync'])
    const calls = counted.calls.slice(from)
    expect(calls.filter(({ path }) => path === '/auth/refresh').map(({ status }) => status)).toEqual([200])
    expect(calls.some(({ path, status }) => path === '/v1/sync' && status === 401)).toBe(true)
    expect(await state(ada)).toMatchObject({ pending: 0, refused: [] })
    const laptop = await alsoSignedIn(counted.url, ada)
    const arrived = await texts(laptop)
    expect([arrived.length, new Set(arrived).size, arrived.at(0), arrived.at(-1)]).toEqual([
      300,
      300,
      '000',
      '299',
    ])
    await Promise.all([ada.leave(), laptop.leave()])
  },
)
