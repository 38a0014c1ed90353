import { readFile, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestStack } from './stack.ts'
import { signedInUser, startTestStack } from './stack.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(() => stack.stop())

/** The code in the newest mail; without a mail server they are files in the data folder. */
async function codeOfMail(): Promise<string> {
  const folder = join(dirname(stack.logs), 'mails')
  for (;;) {
    const file = (await readdir(folder).catch(() => [])).find((name) => /-reset-.*\.eml$/.test(name))
    if (file === undefined) continue
    const text = (await readFile(join(folder, file), 'utf8')).replaceAll(/=\r?\n/g, '')
    return /glx_mail_[\w-]{43}/.exec(text)![0]
  }
}

test('a forgotten password, a new address and the end of an account, at the terminal', async () => {
  const ada = await signedInUser(stack.url)
  const run = async (args: string[], input = '') => {
    const { code, stdout, stderr } = await ada.goalixa(args, { input })
    expect(code, `${args.join(' ')}: ${stdout}${stderr}`).toBe(0)
    return stdout
  }
  await run(['auth', 'forgot', '--email', ada.email])
  const password = 'a passphrase after the mail'
  await run(['auth', 'reset', '--password-stdin'], `${await codeOfMail()}\n${password}\n`)
  expect((await ada.goalixa(['auth', 'token', 'list'])).code).toBe(4)
  await run(['auth', 'login', '--email', ada.email, '--password-stdin'], password)
  const better = 'a passphrase that I chose'
  await run(['auth', 'password', '--password-stdin'], `${password}\n${better}\n`)
  expect(await run(['auth', 'email', 'moved@example.org'])).toContain('moved@example.org')
  await run(['log', '--from', '2026-03-02T09:00:00Z', '--to', '2026-03-02T10:00:00Z', 'kept until the end'])
  await run(['sync'])

  const refused = await ada.goalixa(['auth', 'delete'])
  expect(refused.code).not.toBe(0)
  const file = join(ada.home, 'goodbye.json')
  await run(['auth', 'delete', '--yes', '--export', file])
  expect(await readFile(file, 'utf8')).toContain('kept until the end')
  expect((await ada.goalixa(['auth', 'status'])).code).toBe(4)
  const again = ['auth', 'login', '--email', 'moved@example.org', '--password-stdin']
  expect((await ada.goalixa(again, { input: better })).code).toBe(4)
  await ada.leave()
}, 90_000)
