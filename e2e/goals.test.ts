import { afterAll, beforeAll, expect, test } from 'vitest'
import { alsoSignedIn, signedInUser, startTestStack } from './stack.ts'

let stack: Awaited<ReturnType<typeof startTestStack>>
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(() => stack.stop())

interface Goal {
  id: string
  status: string
  progress: number
  trackedSeconds: number
  projects: string[]
}
interface List {
  items: Goal[]
}

test(
  'a goal with subgoals from the terminal, on two devices and for a script (D14, E14, E15)',
  { timeout: 90_000 },
  async () => {
    const ada = await signedInUser(stack.url)
    const name = 'write a book'
    const goal = await ada.json<Goal>('goal', 'add', name, '--target', '2h', '--target-date', 'in 2w')
    expect(goal).toMatchObject({ status: 'active', progress: 0 })
    expect((await ada.goalixa(['goal', 'link', name, '-p', 'Book'])).code).toBe(3)
    await ada.json('project', 'add', 'Book')
    await ada.json('goal', 'link', name, '-p', 'Book')
    await ada.json('log', '--from', '2026-03-02T09:00:00Z', '--to', '2026-03-02T10:00:00Z', '-p', 'Book')
    expect((await ada.goalixa(['goal', 'list'])).stdout).toMatch(
      /write a book\s+50 %\s+1h of 2h\s+4m\s+\d{4}-\d\d-\d\d\s+active\n/,
    )
    const shown = (await ada.goalixa(['goal', 'show', name])).stdout
    expect(shown).toMatch(/by: .*, 15 days left\npace: +4m a day makes /)

    await ada.json('goal', 'subgoal', 'add', name, 'outline')
    await ada.json('goal', 'subgoal', 'add', name, 'chapters')
    const laptop = await alsoSignedIn(stack.url, ada)
    expect(await laptop.json<Goal>('goal', 'subgoal', 'done', name, '1')).toMatchObject({ progress: 0.5 })
    const done = await laptop.goalixa(['goal', 'subgoal', 'done', name, 'chapters'])
    expect(done.stdout).toBe('Done: "chapters" · write a book: 2 of 2, completed\n')
    await ada.json('sync')
    const completed = await ada.json<Goal>('goal', 'show', name)
    expect(completed).toMatchObject({ status: 'completed', progress: 1, trackedSeconds: 3600 })

    const words = ['auth', 'token', 'create', '--name', 'script', '--scope', 'goals:read']
    const { token } = await laptop.json<{ token: string }>(...words)
    const script = { env: { GOALIXA_TOKEN: token } }
    const read = await laptop.goalixa(['goal', 'list', '--json'], script)
    expect((JSON.parse(read.stdout) as List).items).toEqual([completed])
    expect((await laptop.goalixa(['goal', 'done', name], script)).code).toBe(6)

    expect((await ada.goalixa(['goal', 'rm', name])).code).toBe(6)
    expect((await ada.goalixa(['goal', 'rm', name, '--yes'])).stdout).toContain('Removed goal')
    expect((await ada.goalixa(['goal', 'show', name])).code).toBe(3)
    await ada.json('undo')
    expect((await ada.json<List>('goal', 'list')).items).toMatchObject([{ id: goal.id, status: 'completed' }])
    await Promise.all([ada.leave(), laptop.leave()])
  },
)
