import { describe, expect, it } from 'vitest'
import { fromFrame, fromShell } from './messages.ts'
import { isPath, placeOf } from './paths.ts'
import { limits, parse } from './port.ts'

const message = (t: unknown, body: unknown) => ({ id: 1, t, body })

describe('messages', () => {
  it('takes what a role may say, and nothing that only another one may', () => {
    expect(parse(message('NAVIGATE', { path: '/timer' }), fromFrame.app)).toEqual(
      message('NAVIGATE', { path: '/timer' }),
    )
    expect(parse(message('LOGOUT', null), fromFrame.app)).toBeDefined()
    expect(parse(message('LOGOUT', null), fromFrame.auth)).toBeUndefined()
    expect(parse(message('SESSION_CHANGED', null), fromFrame.app)).toBeUndefined()
    expect(parse(message('SESSION_CHANGED', null), fromFrame.landing)).toBeUndefined()
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'navigate', 1, null, {}])(
    'does not know the type %j',
    (type) => expect(parse(message(type, null), fromFrame.app)).toBeUndefined(),
  )

  it.each([
    null,
    undefined,
    'NAVIGATE',
    [],
    { t: 'LOGOUT', body: null },
    { id: '1', t: 'LOGOUT', body: null },
    { id: Number.NaN, t: 'LOGOUT', body: null },
    { id: 1, t: 'LOGOUT', body: null, more: 1 },
    { id: 1, t: 'LOGOUT', body: {} },
    { id: 1, t: 'ack', body: 'x' },
  ])('does not take %j', (data) => expect(parse(data, fromFrame.app)).toBeUndefined())

  it('does not take what is too large, or cannot be measured', () => {
    const cycle: Record<string, unknown> = {}
    cycle['self'] = cycle
    const all = new Map([['ANY', () => true]])
    expect(parse(message('ANY', 'x'.repeat(limits.bytes)), all)).toBeUndefined()
    expect(parse(message('ANY', cycle), all)).toBeUndefined()
    expect(parse(message('ANY', 1n), all)).toBeUndefined()
    expect(parse(message('ANY', 'x'.repeat(limits.bytes / 2)), all)).toBeDefined()
  })

  it('tells an account whole or not at all', () => {
    const account = { id: '019a0000-0000-7000-8000-000000000001', isExpired: false }
    const takes = (body: unknown) => parse(message('AUTH_STATE', body), fromShell) !== undefined
    expect(takes({ account })).toBe(true)
    expect(takes({ account: null })).toBe(true)
    expect(takes({ account: { ...account, token: 'secret' } })).toBe(false)
    expect(takes({ account: { ...account, id: '../other' } })).toBe(false)
  })
})

describe('paths', () => {
  it.each(['/timer', '/tasks?project=a%20b', '/reports/week/2026-01-01?by=day'])('%s is one', (path) =>
    expect(isPath(path)).toBe(true),
  )
  it.each([
    'javascript:alert(1)',
    '//evil.example',
    '/\\evil.example',
    'https://evil.example/timer',
    '/timer#x',
    '/../v1',
    '/timer/../x',
    '/%2e%2e',
    'timer',
    '/',
    '',
    '/timer\n',
    `/${'x'.repeat(100)}`,
    null,
    { toString: () => '/timer' },
  ])('%j is none', (path) => expect(isPath(path)).toBe(false))

  it('are taken apart', () => {
    const { view, rest, query } = placeOf('/reports/week?by=day')
    expect([view, rest, query.get('by')]).toEqual(['reports', ['week'], 'day'])
  })
})
