import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedInUser, TerminalUser, TestStack } from './stack.ts'
import { alsoSignedIn, signedInUser, startTestStack } from './stack.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(() => stack.stop())

interface Item {
  id: string
  kind: string
  field: string
  lost: unknown
  now: unknown
  from: string
  row: { id: string; name: string }
}
/** Nobody is asked: as without network. */
const offline = { env: { GOALIXA_SYNC_DEADLINE_MS: '0', TZ: 'UTC' } }
const range = ['--from', '2026-03-02T09:00:00Z', '--to', '2026-03-02T10:00:00Z']
const conflicts = async (user: TerminalUser) => (await user.json<{ items: Item[] }>('conflicts')).items

const textAt = async (user: TerminalUser) =>
  (await user.json<{ items: { description: string }[] }>('entries', 'list')).items[0]!.description

async function works(user: TerminalUser, args: string[], options = {}): Promise<string> {
  const done = await user.goalixa(args, options)
  expect({ ...done, args }).toMatchObject({ code: 0 })
  return done.stdout
}

/** Two devices that both know an entry, whose text and end each of them changes; the desk does it later. */
async function afterBothChanged(): Promise<{ desk: SignedInUser; laptop: TerminalUser; id: string }> {
  const desk = await signedInUser(stack.url)
  const { id } = await desk.json<{ id: string }>('log', ...range, 'write report', '--project', 'Thesis')
  const laptop = await alsoSignedIn(stack.url, desk)
  await works(laptop, ['entries', 'edit', id, 'from the laptop'], offline)
  await works(laptop, ['entries', 'edit', id, '--to', '2026-03-02T09:30:00Z'], offline)
  await works(desk, ['entries', 'edit', id, 'from the desk', '--to', '2026-03-02T10:30:00Z'])
  await works(laptop, ['status'])
  return { desk, laptop, id }
}

test(
  'values that lost are told in words, taken back, undone and dismissed',
  { timeout: 120_000 },
  async () => {
    const { desk, laptop, id } = await afterBothChanged()
    expect(await conflicts(laptop)).toMatchObject([
      { kind: 'lost_value', field: 'time', lost: { end: '2026-03-02T09:30:00Z' }, from: 'this_device' },
      { kind: 'lost_value', field: 'text', lost: 'from the laptop', now: 'from the desk', row: { id } },
    ])
    const words = await works(laptop, ['conflicts', '--zone', 'UTC'])
    expect(words).toMatch(/time entry "from the desk" of Mon 2026-03-02: text\n +lost: "from the laptop"/)
    expect(words).toMatch(/lost: Mon 2026-03-02 09:00 – 09:30 [^\n]*\n +now: +Mon 2026-03-02 09:00 – 10:30/)
    expect(words).not.toContain('span')

    const [time, text] = await conflicts(laptop)
    expect(await works(laptop, ['conflicts', 'take', text!.id])).toContain('is "from the laptop" again')
    expect(await textAt(desk)).toBe('from the laptop')
    await works(laptop, ['undo'])
    expect(await textAt(desk)).toBe('from the desk')
    expect(await conflicts(laptop)).toMatchObject([{ id: time!.id }])
    expect((await laptop.goalixa(['conflicts', 'take', text!.id])).code).toBe(3)
    expect((await laptop.goalixa(['conflicts', 'resume', time!.id])).code).toBe(2)
    expect((await laptop.goalixa(['conflicts', 'dismiss'])).code).toBe(2)
    expect(await works(laptop, ['conflicts', 'dismiss', time!.id])).toContain('Dismissed "from the desk"')
    expect(await works(laptop, ['conflicts'])).toBe(
      'No value was lost, and no timer was ended by another one.\n',
    )
    expect(await conflicts(laptop)).toEqual([])
    await Promise.all([desk.leave(), laptop.leave()])
  },
)

test('a timer that another device ended runs on when asked to', { timeout: 120_000 }, async () => {
  const desk = await signedInUser(stack.url)
  await works(desk, ['status'])
  const laptop = await alsoSignedIn(stack.url, desk)
  const one = JSON.parse(await works(laptop, ['start', 'one', '--at', '5m ago', '--json'], offline)) as {
    id: string
  }
  const two = await desk.json<{ id: string; start: string }>('start', 'two')
  await works(laptop, ['status'])
  const [ended, ...others] = await conflicts(laptop)
  expect([ended, others]).toMatchObject([
    { kind: 'ended_timer', row: { id: one.id }, endedAt: two.start, startedInstead: { name: 'two' } },
    [],
  ])
  expect(await works(laptop, ['conflicts'])).toMatch(
    /time entry "one" of [^\n]* ended at [^\n]* because another timer, "two", was started on another device\n/,
  )
  expect((await laptop.goalixa(['conflicts', 'take', ended!.id])).code).toBe(2)
  expect(await laptop.json('conflicts', 'resume', ended!.id)).toMatchObject({
    resumed: { id: one.id, end: null },
    stopped: { id: two.id },
  })
  await works(desk, ['sync'])
  expect(await desk.json('status')).toMatchObject({ running: { id: one.id } })
  expect(await conflicts(laptop)).toEqual([])
  await Promise.all([desk.leave(), laptop.leave()])
})

test('all of them go at once; nothing is known to a script with a token', { timeout: 120_000 }, async () => {
  const { desk, laptop } = await afterBothChanged()
  expect(await laptop.json('conflicts', 'dismiss', '--all')).toMatchObject({ items: [{}, {}] })
  expect(await conflicts(laptop)).toEqual([])
  const { token } = await desk.json<{ token: string }>('auth', 'token', 'create', '--name', 'script')
  for (const args of [['conflicts'], ['sync', 'retry', '--all'], ['sync', 'repair']]) {
    const refused = await desk.goalixa(args, { env: { GOALIXA_TOKEN: token } })
    expect({ ...refused, args }).toMatchObject({
      code: 6,
      stderr:
        'With GOALIXA_TOKEN nothing is kept on this device\ntry: unset GOALIXA_TOKEN and sign in: goalixa auth login\n',
    })
  }
  await Promise.all([desk.leave(), laptop.leave()])
})
