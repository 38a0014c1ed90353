import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import {
  addressBlock,
  createArrivedByHttps,
  createClientAddress,
  isLoopback,
  servesThisMachineOnly,
} from './client-address.ts'

const arrived = (headers: Record<string, string>, remoteAddress = '10.0.0.9') =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage

test.each([
  [0, '1.1.1.1', '10.0.0.9'],
  [1, '6.6.6.6, 1.1.1.1', '1.1.1.1'],
  [2, '6.6.6.6, 1.1.1.1, 10.0.0.2', '1.1.1.1'],
  [2, '1.1.1.1', '10.0.0.9'],
  [1, 'nobody', '10.0.0.9'],
  [1, '1.1.1.1, <script>', '10.0.0.9'],
  [1, '::ffff:1.2.3.4', '1.2.3.4'],
  [1, '2001:db8::1', '2001:db8::1'],
])('behind %i proxies %j is %s', (proxies, forwarded, address) => {
  expect(createClientAddress(proxies)(arrived({ 'x-forwarded-for': forwarded }))).toBe(address)
})

test.each(['x-real-ip', 'forwarded', 'cf-connecting-ip', 'true-client-ip', 'x-client-ip'])(
  '%s is never believed',
  (name) => {
    const headers = { [name]: name === 'forwarded' ? 'for=1.1.1.1' : '1.1.1.1' }
    expect(createClientAddress(0)(arrived(headers))).toBe('10.0.0.9')
    expect(createClientAddress(1)(arrived(headers))).toBe('10.0.0.9')
  },
)

test.each([
  [0, 'https', false],
  [1, 'https', true],
  [1, 'HTTPS ', true],
  [1, 'http', false],
  [1, 'https, http', false],
  [1, 'http, https', true],
  [2, 'https, http', true],
  [2, 'https', true],
  [1, 'httpsx', false],
  [1, '', false],
])('SEC-041: behind %i proxies, X-Forwarded-Proto %j means HTTPS: %s', (proxies, said, isHttps) => {
  expect(createArrivedByHttps(proxies)(arrived({ 'x-forwarded-proto': said }))).toBe(isHttps)
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002:ffff::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, block) => {
  expect(addressBlock(address)).toBe(block)
})

test('only the loopback is this machine', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1'].every(isLoopback)).toBe(true)
  expect(['10.0.0.1', '128.0.0.1', '::2', ''].some(isLoopback)).toBe(false)
  expect(['http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:8'].every(servesThisMachineOnly)).toBe(
    true,
  )
  expect(
    ['https://goalixa.example', 'http://10.0.0.1', 'http://localhost.example'].some(servesThisMachineOnly),
  ).toBe(false)
})
