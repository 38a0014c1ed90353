import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { createReadCaller } from './caller.ts'

const request = (forwarded?: string) =>
  ({
    headers: { 'x-forwarded-for': forwarded },
    socket: { remoteAddress: '10.0.0.9' },
  }) as unknown as IncomingMessage

test.each([
  [0, '1.1.1.1', '10.0.0.9'],
  [1, '6.6.6.6, 1.1.1.1', '1.1.1.1'],
  [2, '6.6.6.6, 1.1.1.1, 10.0.0.2', '1.1.1.1'],
  [2, '1.1.1.1', '10.0.0.9'],
  [1, undefined, '10.0.0.9'],
  [1, '', '10.0.0.9'],
])('behind %i proxies %j is %s', (proxies, forwarded, address) => {
  expect(createReadCaller(proxies)(request(forwarded))).toMatchObject({ address, requestId: null })
})

test.each([
  [{ 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' }, 'browser'],
  [{ 'user-agent': 'something', 'sec-fetch-site': 'same-origin' }, 'browser'],
  [{ 'user-agent': 'goalixa/1.2.3 linux-x64 node-v26.1.0' }, 'cli'],
  [{ 'user-agent': 'curl/8.5.0' }, 'api'],
  [{}, 'api'],
])('%j is called %s', (headers, client) => {
  const request = { headers, socket: {} } as unknown as IncomingMessage
  expect(createReadCaller(0)(request).client).toBe(client)
})
