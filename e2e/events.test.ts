import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from '@goalixa/client/client'
import { followHeads } from '@goalixa/client/event-stream'
import { createHttpTransport } from '@goalixa/client/http'
import { createTokenTransport } from '@goalixa/client/signed-in'
import type { TerminalUser, TestStack } from './stack.ts'
import { signedInUser, startTestStack } from './stack.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(() => stack.stop())

/** Somebody's events at the edge, through a personal access token. */
async function listen(user: TerminalUser, onInterruption?: () => void) {
  const { token, id } = await user.json<{ token: string; id: string }>(
    'auth',
    'token',
    'create',
    '--name',
    'listener',
  )
  const http = createHttpTransport({ baseUrl: stack.url, userAgent: 'test' })
  const heads = followHeads(createClient(createTokenTransport(http.send, token)), {
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms / 5)),
    ...(onInterruption === undefined ? {} : { onInterruption }),
  })
  return {
    tokenId: id,
    next: async () => (await heads.next()).value ?? undefined,
    leave: async () => {
      await heads.return()
      await http.close()
    },
  }
}

test('a change made at the terminal reaches whoever listens at the edge, and nobody else', async () => {
  const [ada, bob] = [await signedInUser(stack.url), await signedInUser(stack.url)]
  const [hers, his] = [await listen(ada), await listen(bob)]
  expect([await hers.next(), await his.next()]).toEqual([0, 0])
  await ada.json('start', 'something')
  const started = (await hers.next())!
  expect(started).toBeGreaterThan(0)
  await ada.json('stop')
  expect(await hers.next()).toBeGreaterThan(started)
  await bob.json('task', 'add', 'his own')
  expect(await his.next()).toBe(1)
  for (const one of [hers, his, ada, bob]) await one.leave()
})

test('a listener whose token is revoked is told so', async () => {
  const ada = await signedInUser(stack.url)
  const { next, leave, tokenId } = await listen(ada)
  expect(await next()).toBe(0)
  const refused = expect(next()).rejects.toMatchObject({ code: 'auth.invalid_token' })
  expect((await ada.goalixa(['auth', 'token', 'revoke', tokenId, '--yes'])).code).toBe(0)
  await refused
  for (const one of [{ leave }, ada]) await one.leave()
})

test('a killed service interrupts the listener, and costs no change', async () => {
  const ada = await signedInUser(stack.url)
  let interruptions = 0
  const { next, leave } = await listen(ada, () => (interruptions += 1))
  expect(await next()).toBe(0)
  const told = next()
  process.kill(stack.services.find(({ name }) => name === 'app')!.pid()!, 'SIGKILL')
  await expect.poll(() => interruptions, { timeout: 30_000 }).toBeGreaterThan(0)
  await expect
    .poll(async () => (await ada.goalixa(['task', 'add', 'survives'])).code, { timeout: 30_000 })
    .toBe(0)
  expect(await told).toBe(1)
  for (const one of [{ leave }, ada]) await one.leave()
})
