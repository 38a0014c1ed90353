import { afterAll, beforeAll, expect, test } from 'vitest'
import { alsoSignedIn, signedInUser, startTestStack } from './stack.ts'

let stack: Awaited<ReturnType<typeof startTestStack>>
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(() => stack.stop())

interface Habit {
  id: string
  name: string
  today: { date: string; state: string; amount: number | null }
  streak: { current: number; best: number }
}
interface Day {
  habit: Habit
  log: { id: string; logDate: string; amount: number | null; state: string } | null
}
interface List<Item> {
  items: Item[]
}

test('a habit from the terminal, on two devices and for a script (E15)', { timeout: 90_000 }, async () => {
  const ada = await signedInUser(stack.url)
  const habit = await ada.json<Habit>(
    'habit',
    'add',
    'Read',
    'a',
    'book',
    '--amount',
    '20',
    '--unit',
    'pages',
  )
  expect(habit).toMatchObject({ name: 'Read a book', today: { state: 'open' } })
  await ada.json('habit', 'check', 'read a book', '--on', 'yesterday')
  const part = await ada.json<Day>('habit', 'check', habit.id, '--amount', '12')
  expect(part).toMatchObject({
    log: { amount: 12 },
    habit: { today: { state: 'open' }, streak: { current: 1 } },
  })
  const done = await ada.goalixa(['habit', 'check', 'Read a book', '--amount', '+8.5'])
  expect(done.stdout).toMatch(
    /^Checked "Read a book" for \w{3} [\d-]{10} · 20\.5 of 20 pages · streak 2 days · score 10 %\n$/,
  )
  const list = await ada.goalixa(['habit', 'list'])
  expect(list.stdout).toMatch(/Read a book\s+day\s+done 20\.5\/20 pages\s+2 days\s+10 %\s+\.{12}xx\n/)
  expect(list.stderr).toContain('x done')
  const shown = await ada.goalixa(['habit', 'show', 'Read a book'])
  expect(
    shown.stdout.split('\n').filter((line) => /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [.4]{51,52}$/.test(line)),
  ).toHaveLength(7)

  const laptop = await alsoSignedIn(stack.url, ada)
  expect((await laptop.json<List<Habit>>('habit', 'list')).items).toMatchObject([
    { id: habit.id, streak: { current: 2 } },
  ])
  const skipped = await laptop.json<Day>('habit', 'skip', 'Read a book')
  expect(skipped).toMatchObject({
    log: { id: part.log?.id, state: 'skip', amount: null },
    habit: { today: { state: 'skip' } },
  })
  const words = ['auth', 'token', 'create', '--name', 'script', '--scope', 'habits:read']
  const { token } = await laptop.json<{ token: string }>(...words)
  const script = { env: { GOALIXA_TOKEN: token } }
  const logs = await laptop.goalixa(['habit', 'history', 'Read a book', '--json'], script)
  expect((JSON.parse(logs.stdout) as List<{ state: string }>).items).toMatchObject([
    { state: 'skip' },
    { state: 'done' },
  ])
  expect((await laptop.goalixa(['habit', 'check', 'Read a book'], script)).code).toBe(6)

  await laptop.json('undo')
  expect(await laptop.json<Habit>('habit', 'show', habit.id)).toMatchObject({
    today: { state: 'done', amount: 20.5 },
  })
  expect((await ada.goalixa(['habit', 'uncheck', habit.id, '--on', '2026-01-02'])).code).toBe(3)
  expect((await ada.goalixa(['habit', 'add', 'x', '--every', 'often'])).code).toBe(2)
  expect((await ada.goalixa(['habit', 'check', habit.id, '--on', 'tomorrow'])).code).toBe(2)
  expect((await ada.goalixa(['habit', 'rm', habit.id])).code).toBe(6)
  expect((await ada.goalixa(['habit', 'rm', habit.id, '--yes'])).stdout).toContain('Removed habit')
  expect((await ada.goalixa(['habit', 'show', habit.id])).code).toBe(3)
  await Promise.all([ada.leave(), laptop.leave()])
})
