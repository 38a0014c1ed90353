import { afterAll, beforeAll, expect, test } from 'vitest'
import { signedInUser, startTestStack } from './stack.ts'

let stack: Awaited<ReturnType<typeof startTestStack>>
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(() => stack.stop())

interface Todo {
  id: string
  logDate: string
}

test('a day is planned in the terminal, and a reminder comes', { timeout: 90_000 }, async () => {
  const ada = await signedInUser(stack.url)
  const day = ['--on', '2030-03-04']
  await ada.json('plan', 'add', 'read', 'chapter', 'two', ...day)
  const write = await ada.json<Todo>('plan', 'add', 'write', ...day)
  await ada.json('plan', 'target', '6h', ...day)
  await ada.json('task', 'add', 'send', 'the', 'letter', '--due', '2030-03-04')
  await ada.json('plan', 'done', '1', ...day)
  const page = await ada.goalixa(['plan', '2030-03-04'])
  expect(page.stdout).toMatch(/^Mon 2030-03-04\nTracked \S+ of 6h, 6h left\n\nTo-dos, 1 of 2 done\n/)
  expect(page.stdout).toMatch(/1 +\[x\] +read chapter two/)
  expect(page.stdout).toMatch(/2 +\[ \] +write/)
  expect(page.stdout).toMatch(/\nDue\n.*\n.*send the letter/)
  expect((await ada.goalixa(['plan', 'carry', '--on', '2030-03-05'])).stdout).toContain(
    'Carried 1 to-do over',
  )
  expect(await ada.json('plan', 'move', write.id, '2030-03-06')).toMatchObject({ logDate: '2030-03-06' })
  expect((await ada.goalixa(['plan', 'rm', write.id])).code).toBe(6)
  expect((await ada.goalixa(['plan', 'rm', write.id, '--yes'])).code).toBe(0)
  await ada.json('undo')
  expect(await ada.json('plan', '2030-03-06')).toMatchObject({ todos: [{ title: 'write' }] })
  expect((await ada.goalixa(['plan', 'target', '6'])).code).toBe(2)

  const add = ['reminder', 'add', 'call Ada', '--at', '2026-03-02 09:00', '--dry-run']
  expect((await ada.goalixa(add)).stdout).toContain('reminders.create')
  const reminder = await ada.json<Todo>('reminder', 'add', 'call Ada', '--at', '2026-03-02 09:00')
  expect(reminder).toMatchObject({ status: 'due', repeat: 'none' })
  expect((await ada.goalixa(['reminder', 'list', '--due'])).stdout).toMatch(
    /due +Mon 2026-03-02 09:00 +once +call Ada/,
  )
  expect((await ada.goalixa([])).stdout).toContain('1 reminder due: call Ada')
  // The server fires it by itself.
  await expect
    .poll(
      () =>
        ada
          .json<{ lastFiredAt: string | null }>('sync')
          .then(() => ada.json('reminder', 'show', reminder.id)),
      {
        timeout: 30_000,
      },
    )
    .toMatchObject({ lastFiredAt: expect.any(String) as string })
  expect(await ada.json('reminder', 'snooze', 'call Ada', '30m')).toMatchObject({ status: 'snoozed' })
  expect(await ada.json('reminder', 'done', 'call Ada')).toMatchObject({ status: 'done' })
  expect(await ada.json('reminder', 'edit', 'call Ada', '--repeat', 'mon,thu')).toMatchObject({
    days: [1, 4],
  })
  expect(await ada.json('reminder', 'test', 'call Ada')).toMatchObject({ status: 'upcoming' })
  expect((await ada.goalixa(['reminder', 'add', 'x'])).code).toBe(2)
  await ada.leave()
})
