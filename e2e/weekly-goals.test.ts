import { afterAll, beforeAll, expect, test } from 'vitest'
import { alsoSignedIn, signedInUser, startTestStack } from './stack.ts'

let stack: Awaited<ReturnType<typeof startTestStack>>
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(() => stack.stop())

interface Goal {
  id: string
  title: string
  weekStart: string
  label: string | null
  status: string
  trackedSeconds: number
}
interface List {
  items: Goal[]
}

test('a weekly goal from the terminal, on two devices and for a script', { timeout: 90_000 }, async () => {
  const ada = await signedInUser(stack.url)
  const add = ['weekly', 'add', 'Write', 'the', 'thesis', '+thesis', '--target', '2h', '--week', '2026-W10']
  const goal = await ada.json<Goal>(...add)
  expect(goal).toMatchObject({ title: 'Write the thesis', weekStart: '2026-03-02', label: 'thesis' })
  // In Berlin the next week begins an hour before it does in UTC.
  await ada.json('log', '--from', '2026-03-08T20:00:00Z', '--to', '2026-03-08T22:30:00Z', '+thesis')
  await ada.json('log', '--from', '2026-03-08T22:30:00Z', '--to', '2026-03-08T23:30:00Z', '+thesis')
  const title = 'Write the thesis'
  expect(await ada.json<Goal>('weekly', 'show', title)).toMatchObject({
    trackedSeconds: 3 * 3600,
    status: 'completed',
  })
  expect(await ada.json<Goal>('weekly', 'show', title, '--zone', 'UTC')).toMatchObject({
    trackedSeconds: 3.5 * 3600,
  })
  const shown = await ada.goalixa(['weekly', 'list', '--week', '2026-03-08'])
  expect(shown.stdout).toMatch(/2026-W10\s+Write the thesis\s+\+thesis\s+3h\s+2h\s+150 %\s+1h over\n/)
  expect((await ada.goalixa(['weekly', 'list', '--week', '2026-W11'])).stdout).toBe('No weekly goals.\n')

  const laptop = await alsoSignedIn(stack.url, ada)
  const edited = await laptop.json<Goal>('weekly', 'edit', goal.id, '--target', '10h', '--label', 'none')
  expect(edited).toMatchObject({ label: null, status: 'active', trackedSeconds: 3 * 3600 })
  const words = ['auth', 'token', 'create', '--name', 'script', '--scope', 'weekly-goals:read']
  const { token } = await laptop.json<{ token: string }>(...words)
  const script = { env: { GOALIXA_TOKEN: token } }
  const read = await laptop.goalixa(['weekly', 'list', '--json'], script)
  expect((JSON.parse(read.stdout) as List).items).toEqual([edited])
  expect((await laptop.goalixa([...add, '--dry-run'], script)).stdout).toContain('weeklyGoals.create')
  expect((await laptop.goalixa(add, script)).code).toBe(6)

  expect((await ada.goalixa(['weekly', 'rm', goal.id])).code).toBe(6)
  expect((await ada.goalixa(['weekly', 'rm', goal.id, '--yes'])).stdout).toContain('Removed weekly goal')
  expect((await ada.goalixa(['weekly', 'show', goal.id])).code).toBe(3)
  await ada.json('undo')
  expect((await ada.json<List>('weekly', 'list')).items).toMatchObject([{ id: goal.id }])
  expect((await ada.goalixa(['weekly', 'add', 'x'])).code).toBe(2)
  expect((await ada.goalixa(['weekly', 'add', 'x', '--target', '10'])).code).toBe(2)
  await Promise.all([ada.leave(), laptop.leave()])
})
