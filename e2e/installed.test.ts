/** The command as it is installed, on the whole stack. */
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { packCli } from '../tools/package.ts'
import type { SignedInUser, TestStack } from './stack.ts'
import { script, signedInUser, startTestStack, temporaryFolder } from './stack.ts'

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
    // The way to a cluster is there, too; no cluster is.
    expect(await ada.goalixa(['ops', 'status', '--kubeconfig', '/no/such/file'])).toMatchObject({
      code: 10,
      stderr: expect.stringContaining('kubeconfig cannot be read') as string,
    })
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
      { timeout: 30_000, interval: 50 },
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

test('one file installs the whole command, without a registry', { timeout: 120_000 }, async () => {
  const folder = await temporaryFolder()
  const run = promisify(execFile)
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder.path }
  const file = await packCli(join(folder.path, 'packed'))
  const prefix = join(folder.path, 'prefix')
  await run('npm', ['install', '--global', '--offline', '--prefix', prefix, file], { env, cwd: folder.path })
  const command = join(prefix, 'lib', 'node_modules', 'goalixa', 'bin', 'goalixa.js')
  expect((await readdir(join(prefix, 'bin'))).toSorted()).toEqual(['goalixa'])
  expect(await readdir(join(prefix, 'share', 'man', 'man1'))).toContain('goalixa.1')
  const goalixa = async (...args: string[]) =>
    (await run(process.execPath, [command, ...args], { env, cwd: folder.path })).stdout
  expect(await goalixa('--version')).toMatch(/^goalixa\/\d+\.\d+\.\d+ /)
  expect(await goalixa('config', 'list', '--jq', '.items[].key')).toBe('apiUrl\nzone\nweekStart\n')
  expect(await goalixa('completion', 'bash')).toContain('complete -F __goalixa goalixa')
  // Somebody who is signed in works on without network: the folders are theirs, the server is out of reach.
  await ada.json('status')
  const elsewhere = { ...env, HOME: ada.home, GOALIXA_API_URL: stack.url, GOALIXA_SYNC_DEADLINE_MS: '0' }
  const started = await run(process.execPath, [command, 'start', 'on the train'], { env: elsewhere })
  expect(started.stdout).toContain('Started "on the train"')
  await folder.remove()
})

test('a name is completed within the time of a key press', async () => {
  await ada.json('project', 'add', 'Thesis')
  const times: number[] = []
  for (let round = 0; round < 5; round += 1) {
    const began = performance.now()
    expect((await ada.goalixa(['completion', 'words', 'projects'])).stdout).toBe('Thesis\n')
    times.push(performance.now() - began)
  }
  // 100 ms on a machine of one's own; tests share theirs with many processes.
  expect(Math.min(...times)).toBeLessThan(250)
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
