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
  expect(createReadCaller(proxies)(request(forwarded))).toEqual({ address, requestId: null })
})
