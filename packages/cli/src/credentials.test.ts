import { describe, expect, it } from 'vitest'
import { readCredentials } from './credentials.ts'
import { readSecret } from './standard-input.ts'

describe('readCredentials off a terminal', () => {
  it.each([
    [{}, '--email is missing'],
    [{ 'password-stdin': true }, '--email is missing'],
    [{ email: 'ada@example.org' }, '--password-stdin is missing'],
  ])('names the flag that %j lacks', async (flags, message) => {
    await expect(readCredentials(flags, { interactive: false })).rejects.toThrow(message)
  })
})

describe('readSecret', () => {
  it.each([
    ['secret\n', 'secret'],
    ['secret\r\n', 'secret'],
    ['secret', 'secret'],
    [' two words \n\n', ' two words \n'],
    ['', ''],
  ])('reads %j as %j', async (piped, secret) => {
    expect(await readSecret(async () => piped)).toBe(secret)
  })
})
