/** A second terminal signs in by a code, which its person approves from where they are signed in. */
import { spawn } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtCommand, signedInUser, startTestStack, temporaryFolder } from './stack.ts'
import type { SignedInUser, TestStack } from './stack.ts'

let stack: TestStack
let ada: SignedInUser
beforeAll(async () => {
  stack = await startTestStack()
  ada = await signedInUser(stack.url)
})
afterAll(async () => {
  await ada.leave()
  await stack.stop()
})

/** Begins a sign-in in a home folder of its own; `code` comes as soon as it is shown. */
function signInAt(home: string) {
  const child = spawn(
    process.execPath,
    [builtCommand, 'auth', 'login', '--device', '--device-name', 'far away', '--json'],
    {
      env: { PATH: process.env['PATH'], HOME: home, GOALIXA_API_URL: stack.url },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const { promise: code, resolve } = Promise.withResolvers<string>()
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text
    const shown = /code: ([A-Z]{4}-[A-Z]{4})/.exec(output.stderr)?.[1]
    if (shown !== undefined) resolve(shown)
  })
  const ended = new Promise<number | null>((settle) => child.once('close', settle))
  return { code, ended, output }
}

const decide = async (userCode: string, decision: string) => {
  const session = JSON.parse(await readFile(join(ada.home, '.config/goalixa/session.json'), 'utf8'))
  const { accessToken } = session.sessions[stack.url]
  return fetch(`${stack.url}/auth/device/decision`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ userCode, decision }),
  })
}

test('SEC-032 SEC-084 SEC-093: approved, the other terminal is signed in', async () => {
  const home = await temporaryFolder()
  const { code, ended, output } = signInAt(home.path)
  expect((await decide(await code, 'approve')).status).toBe(204)
  expect(await ended).toBe(0)
  expect(JSON.parse(output.stdout)).toMatchObject({ account: { email: ada.email } })
  const file = join(home.path, '.config/goalixa/session.json')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const { refreshToken } = JSON.parse(await readFile(file, 'utf8')).sessions[stack.url]
  expect(output.stdout + output.stderr).not.toContain(refreshToken)

  const there = { env: { HOME: home.path } }
  const seen = JSON.parse((await ada.goalixa(['auth', 'sessions', 'list', '--json'], there)).stdout)
  expect(seen.items.filter(({ current }: { current: boolean }) => current)).toMatchObject([
    { device: 'far away' },
  ])
  const page = await ada.json<{ items: { event: string }[]; nextCursor: string }>(
    'auth',
    'audit',
    '--limit',
    '2',
  )
  expect(page.items.map(({ event }) => event)).toEqual(['login', 'device_approve'])
  const next = await ada.json<{ items: { event: string }[] }>('auth', 'audit', '--cursor', page.nextCursor)
  expect(next.items.map(({ event }) => event)).toEqual(['login', 'register'])

  expect(await ada.json('auth', 'sessions', 'revoke', 'far away')).toMatchObject({ device: 'far away' })
  const after = await ada.goalixa(['auth', 'sessions', 'list'], there)
  expect([after.code, after.stdout]).toEqual([4, ''])
  await home.remove()
})

test('SEC-084: denied, it says so and ends with 4', async () => {
  const home = await temporaryFolder()
  const { code, ended, output } = signInAt(home.path)
  await decide(await code, 'deny')
  expect(await ended).toBe(4)
  expect(output.stderr + output.stdout).toContain('access_denied')
  await home.remove()
})
