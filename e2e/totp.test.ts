/** One-time codes through the whole stack, from the terminal. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeAt } from '../packages/auth/src/totp/otp.ts'
import type { TestStack } from './stack.ts'
import { signedInUser, startTestStack } from './stack.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(() => stack.stop())

test('SEC-071: a script turns codes on, and signs in with a code or a recovery code', async () => {
  const user = await signedInUser(stack.url)
  const login = (...more: string[]) =>
    user.goalixa(['auth', 'login', '--email', user.email, '--password-stdin', ...more], {
      input: user.password,
    })

  const { secret } = await user.json<{ secret: string }>('auth', 'totp', 'enable')
  const at = Date.now()
  const first = codeAt(secret, new Date(at))
  const { recoveryCodes } = await user.json<{ recoveryCodes: string[] }>('auth', 'totp', 'confirm', first)
  expect(await user.json('auth', 'totp', 'status')).toMatchObject({ enabled: true, recoveryCodesLeft: 10 })
  expect((await user.goalixa(['auth', 'logout', '--yes'])).code).toBe(0)

  const without = await login()
  expect(without.code).toBe(6)
  expect(without.stderr).toContain('--totp CODE')
  expect((await user.goalixa(['auth', 'status'])).code).toBe(4)
  expect((await login('--totp', first)).code).toBe(4)
  // Good already now: half a minute early is allowed.
  expect((await login('--totp', codeAt(secret, new Date(at + 30_000)))).code).toBe(0)
  expect((await login('--totp', recoveryCodes[0]!)).code).toBe(0)
  expect((await user.json('auth', 'totp', 'status'))['recoveryCodesLeft']).toBe(9)

  const renewed = await user.json<{ recoveryCodes: string[] }>('auth', 'totp', 'recovery-codes', '--yes')
  expect(renewed.recoveryCodes).toHaveLength(10)
  expect(await user.json('auth', 'totp', 'disable', '--yes')).toEqual({ enabled: false })
  expect((await user.goalixa(['auth', 'logout', '--yes'])).code).toBe(0)
  expect((await login()).code).toBe(0)
  await user.leave()
})
