/** SEC-124: which addresses a webhook may have. */
import type { LookupAddress } from 'node:dns'
import { describe, expect, test } from 'vitest'
import { createPublicLookup, isPublicAddress, readWebhookUrl } from './webhook-address.ts'

describe('SEC-124: an address', () => {
  test.each(['93.184.216.34', '1.1.1.1', '2606:4700:4700::1111', '::ffff:1.1.1.1'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
    },
  )

  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.8',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
    '2001:db8::1',
    'no address',
    '',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})

describe('SEC-124: where a webhook leads', () => {
  test.each([
    ['https://example.com/hook?a=b', 'https://example.com/hook?a=b'],
    ['https://EXAMPLE.com', 'https://example.com/'],
    ['https://1.1.1.1:8443/x', 'https://1.1.1.1:8443/x'],
    ['https://[2606:4700:4700::1111]/', 'https://[2606:4700:4700::1111]/'],
  ])('%s may be one', (given, url) => {
    expect(readWebhookUrl(given, 'public')).toBe(url)
  })

  test.each([
    'nonsense',
    '',
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://user@example.com/',
    'https://user:password@example.com/',
    'https://example.com/#part',
    'https://localhost/',
    'https://localhost.:8080/',
    'https://db.internal/',
    'https://printer.local/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://１２７.0.0.1/',
  ])('%s may not', (given) => {
    expect(() => readWebhookUrl(given, 'public')).toThrow(
      expect.objectContaining({ code: 'webhooks.address_refused' }),
    )
  })

  test('the own network only where that was allowed, and no scheme but those of the web', () => {
    expect(readWebhookUrl('http://127.0.0.1:8080/', 'any')).toBe('http://127.0.0.1:8080/')
    for (const bad of ['file:///etc/passwd', 'https://a:b@example.com/'])
      expect(() => readWebhookUrl(bad, 'any')).toThrow()
  })
})

describe('SEC-124: a name', () => {
  const resolving = (...addresses: string[]) =>
    createPublicLookup((_host, _options, done) =>
      done(
        null,
        addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    )
  const ask = (lookup: ReturnType<typeof createPublicLookup>, all: boolean) =>
    new Promise((resolve) =>
      lookup('example.com', { all }, (error, address, family) =>
        resolve(error === null ? (all ? address : [address, family]) : (error as { code?: string }).code),
      ),
    )

  test('that leads to the own network leads nowhere, and of several addresses the public ones count', async () => {
    expect(await ask(resolving('10.0.0.1'), true)).toBe('REFUSED_ADDRESS')
    expect(await ask(resolving('127.0.0.1', '::1'), false)).toBe('REFUSED_ADDRESS')
    expect(await ask(resolving('10.0.0.1', '1.1.1.1'), true)).toEqual([{ address: '1.1.1.1', family: 4 }])
    expect(await ask(resolving('::1', '2606:4700::1111'), false)).toEqual(['2606:4700::1111', 6])
  })

  test('that there is not says so', async () => {
    const failing = createPublicLookup((_host, _options, done) =>
      done(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), []),
    )
    expect(await ask(failing, true)).toBe('ENOTFOUND')
  })
})
