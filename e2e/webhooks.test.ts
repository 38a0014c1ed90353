import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook as Verifier } from 'standardwebhooks'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { TestStack } from './stack.ts'
import { signedInUser, startTestStack } from './stack.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack({ settings: { WEBHOOK_ADDRESSES: 'any' } })
})
afterAll(() => stack?.stop())

test('an address is told what a terminal does, also while it was away for a moment, until it is removed', async () => {
  const told: { text: string; headers: Record<string, string> }[] = []
  let isWell = false
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (piece: string) => (text += piece))
    request.on('end', () => {
      told.push({ text, headers: request.headers as Record<string, string> })
      response.writeHead(isWell ? 204 : 503).end()
      isWell = true
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/board`

  const ada = await signedInUser(stack.url)
  const { stdout, stderr } = await ada.goalixa(['webhook', 'add', 'board', url])
  const secret = stdout.trim()
  expect(secret).toMatch(/^whsec_\S{44}$/)
  expect(stderr).toContain('It is not shown again.')
  expect((await ada.goalixa(['webhook', 'list'])).stdout).toMatch(/board\s+active\s+-\s+http:/)

  await ada.json('start', 'writing')
  await expect.poll(() => told.length).toBe(2)
  const [first, again] = told.map(({ text, headers }) => ({
    body: new Verifier(secret).verify(text, headers) as { items: { intent: string }[] },
    id: headers['webhook-id'],
  }))
  expect(first!.body.items).toMatchObject([{ intent: 'timer.start', table: 'timeEntries' }])
  expect(again).toEqual(first)
  await expect
    .poll(async () => (await ada.goalixa(['webhook', 'list'])).stdout)
    .toMatch(/board\s+active\s+\S.*, answered 204\s/)

  expect((await ada.goalixa(['webhook', 'rm', 'board', '--yes'])).stdout).toBe('Removed "board"\n')
  await ada.json('stop')
  expect(await ada.json('webhook', 'list')).toMatchObject({ items: [] })
  expect((await ada.goalixa(['webhook', 'rm', 'board', '--yes'])).code).toBe(3)
  expect((await ada.goalixa(['webhook', 'add', 'file', 'file:///etc/passwd'])).stderr).toContain(
    'The address of a webhook must begin with https:// or http://',
  )
  expect(told).toHaveLength(2)
  await ada.leave()
})
