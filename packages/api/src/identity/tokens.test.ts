import { describe, expect, it } from 'vitest'
import { AppError } from '@goalixa/contracts/errors'
import type { Principal } from '@goalixa/service-kit/tokens'
import { createTokenExchange } from './token-exchange.ts'
import { rememberVerified } from './verified-tokens.ts'

const principal = (expiresAt: number): Principal => ({
  userId: 'u',
  sessionId: 's',
  kind: 'session',
  role: 'user',
  scopes: [],
  expiresAt,
})

describe('rememberVerified', () => {
  it('verifies a token once, and again when it has expired', async () => {
    let now = 1_000_000
    const verified: string[] = []
    const verify = rememberVerified(
      async (token) => {
        verified.push(token)
        if (now >= 1_100_000) throw new AppError('auth.invalid_token')
        return principal(1_050)
      },
      () => now,
    )
    await verify('a')
    now = 1_049_999
    expect(await verify('a')).toEqual(principal(1_050))
    expect(verified).toEqual(['a'])
    now = 1_100_000
    await expect(verify('a')).rejects.toMatchObject({ code: 'auth.invalid_token' })
  })

  it('remembers no refusal', async () => {
    let good = false
    const verify = rememberVerified(
      async () => {
        if (!good) throw new AppError('service.unavailable')
        return principal(1)
      },
      () => 0,
    )
    await expect(verify('a')).rejects.toThrow()
    good = true
    expect(await verify('a')).toEqual(principal(1))
  })
})

describe('createTokenExchange', () => {
  const answer = (status: number, body: unknown, retryAfter?: string) => async () => ({
    status,
    body,
    retryAfter,
  })

  it('keeps a token until shortly before it expires', async () => {
    let now = 0
    let count = 0
    const exchange = createTokenExchange({
      now: () => now,
      ask: async () => ({
        status: 200,
        body: { accessToken: `t${(count += 1)}`, expiresIn: 60 },
        retryAfter: undefined,
      }),
    })
    expect(await exchange('p', '')).toBe('t1')
    now = 54_999
    expect(await exchange('p', '')).toBe('t1')
    now = 55_000
    expect(await exchange('p', '')).toBe('t2')
    expect(await exchange('other', '')).toBe('t3')
  })

  it.each([
    [401, {}, 'auth.invalid_token'],
    [429, {}, 'rate.limited'],
    [500, {}, 'service.unavailable'],
    [404, {}, 'service.unavailable'],
    [200, { accessToken: 'a', expiresIn: 3600 }, 'service.unavailable'],
    [200, undefined, 'service.unavailable'],
  ])('takes %i with %j for %s, and asks again', async (status, body, code) => {
    let next = answer(status, body, '7')
    const exchange = createTokenExchange({ now: () => 0, ask: () => next() })
    await expect(exchange('p', '')).rejects.toMatchObject({
      code,
      ...(status === 429 ? { retryAfterSeconds: 7 } : {}),
    })
    next = answer(200, { accessToken: 'a', expiresIn: 60 })
    expect(await exchange('p', '')).toBe('a')
  })
})
