/** The command as it is installed, on the whole stack. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { buildCli } from '../tools/build/build-cli.ts'
import type { SignedInUser, TestStack } from './stack.ts'
import { script, signedInUser, startTestStack, temporaryFolder } from './stack.ts'

let stack: TestStack
let installed: Awaited<ReturnType<typeof temporaryFolder>>
let ada: SignedInUser
beforeAll(async () => {
  installed = await temporaryFolder()
  await buildCli(installed.path)
  stack = await startTestStack()
  ada = await signedInUser(stack.url, join(installed.path, 'bin', 'goalixa.js'))
})
afterAll(async () => {
  await ada.leave()
  await stack.stop()
  await installed.remove()
})

describe('the installed command', () => {
  test('does what the sources do', async () => {
    await ada.json('log', '--from', '2026-03-02T09:00:00Z', '--to', '2026-03-02T10:00:00Z', 'write +deep')
    await ada.json('task', 'add', 'read')
    const report = await ada.json<{ totals: object }>('report', '2026-03-02', '--by', 'label')
    expect(report.totals).toMatchObject({ attributedSeconds: 3600 })
    expect((await ada.goalixa(['now'])).stdout).toMatch(/^No timer is running/)
    expect((await ada.goalixa(['start', '--help'])).stdout).toMatch(/^Start a timer/)
    expect((await ada.goalixa(['--help'])).stdout).toContain('conflicts')
    expect(await ada.goalixa(['fly'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"fly"') as string,
    })
    expect(await ada.json('schema', 'status')).toMatchObject({ title: 'goalixa status --json' })
    expect(JSON.parse((await ada.goalixa(['watch', '--json'])).stdout)).toMatchObject({ running: null })
    expect((await ada.goalixa(['import', 'timewarrior', '/no/such/file'])).code).toBe(2)
  })

  test('leaves the terminal at once, and the server knows soon after', async () => {
    const { token } = await ada.json<{ token: string }>('auth', 'token', 'create', '--name', 'reader')
    const ask = script(stack.url, token)
    // As people run it: nobody says how long to wait.
    const started = await ada.goalixa(['start', 'in the background', '--json'], {
      env: { GOALIXA_SYNC_DEADLINE_MS: '' },
    })
    expect(started).toMatchObject({ code: 0, stderr: '' })
    await vi.waitFor(
      async () => {
        expect((await ask('GET', '/v1/timer')).body).toMatchObject({
          running: { description: 'in the background' },
        })
      },
      { timeout: 10_000, interval: 50 },
    )
    await ada.json('stop')
  })

  test.each([['status'], ['start', 'work'], ['stop']])(
    '%s loads no schemas, no network, no screens',
    async (...args) => {
      const coverage = join(ada.home, `loaded-${args[0]}`)
      // Node writes the name of every script that it ran.
      await ada.json(...args)
      const { code } = await ada.goalixa(args[0] === 'start' ? ['start', 'other'] : ['status'], {
        env: { NODE_V8_COVERAGE: coverage, GOALIXA_SYNC_DEADLINE_MS: '0' },
      })
      expect(code).toBe(0)
      const loaded = await scriptsOf(coverage)
      expect(loaded.length).toBeLessThanOrEqual(8)
      for (const file of loaded) {
        const text = await readFile(file, 'utf8')
        expect(text.includes('ZodString') || text.includes('undici') || text.includes('react'), file).toBe(
          false,
        )
      }
    },
  )
})

async function scriptsOf(folder: string): Promise<string[]> {
  const files = await readdir(folder)
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  const urls = texts.flatMap((text) => (JSON.parse(text) as { result: { url: string }[] }).result)
  return urls
    .map(({ url }) => url)
    .filter((url) => url.startsWith('file:'))
    .map((url) => new URL(url).pathname)
}
