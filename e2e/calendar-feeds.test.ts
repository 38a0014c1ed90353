import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestStack } from './stack.ts'
import { signedInUser, startTestStack } from './stack.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(() => stack?.stop())

test('a calendar reads the feed until it is revoked', { timeout: 60_000 }, async () => {
  const ada = await signedInUser(stack.url)
  const hourAgo = new Date(Date.now() - 3_600_000).toISOString()
  await ada.json('log', '--from', hourAgo, '--to', new Date().toISOString(), 'writing')
  await ada.json('sync')
  const { url } = await ada.json<{ url: string }>('feed', 'add', 'phone')
  const read = () => fetch(url)
  expect(await (await read()).text()).toContain('SUMMARY:writing')

  expect((await ada.goalixa(['feed', 'rm', 'phone', '--dry-run'])).code).toBe(0)
  expect((await read()).status).toBe(200)
  expect((await ada.goalixa(['feed', 'rm', 'phone', '--yes'])).code).toBe(0)
  expect((await read()).status).toBe(404)
  expect(await ada.json('feed', 'list')).toMatchObject({ items: [] })
  expect((await ada.goalixa(['feed', 'rm', 'phone', '--yes'])).code).toBe(3)
  await ada.leave()
})
