import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freePort } from '@goalixa/service-kit/free-port'
import { root, script, signedInUser, temporaryFolder } from './stack.ts'

let data: { path: string; remove: () => Promise<void> }
const children: ChildProcess[] = []

beforeEach(async () => {
  data = await temporaryFolder()
})
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGINT')
  await data.remove()
})

interface Started {
  readonly child: ChildProcess
  readonly output: () => string
  readonly ready: Promise<boolean>
  readonly exited: Promise<number | null>
}

/** `npm start`, as its own process; signals go to npm alone, as a supervisor would send them. */
function npmStart(port: number, env: Record<string, string> = {}): Started {
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: data.path,
      GOALIXA_DATA: data.path,
      PORT: String(port),
      ...env,
    },
  })
  children.push(child)
  let text = ''
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  const ready = new Promise<boolean>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
        if (/ready.*http/.test(text)) resolve(true)
      })
    }
    void exited.then(() => resolve(false))
  })
  return { child, output: () => text, ready, exited }
}

/** Processes whose command line names the data folder or that were started for it. */
async function processesOn(path: string): Promise<string[]> {
  const found: string[] = []
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const [command, environment] = await Promise.all(
      ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
    )
    if (command!.includes(path) || environment!.includes(`GOALIXA_DATA=${path}`))
      found.push(command!.replaceAll('\0', ' '))
  }
  return found
}

test('starts, keeps data, and SIGINT leaves no process and no lock', { timeout: 60_000 }, async () => {
  const port = await freePort()
  const first = npmStart(port)
  expect(await first.ready, first.output()).toBe(true)
  expect(first.output()).toContain(`http://127.0.0.1:${port}`)
  const ada = await signedInUser(`http://127.0.0.1:${port}`)
  await ada.json('task', 'add', 'Still here')

  const second = npmStart(await freePort())
  expect(await second.exited).toBe(1)
  expect(second.output()).toMatch(/runs already on this data.*\ntry: /)
  const third = npmStart(port, { GOALIXA_DATA: join(data.path, 'other') })
  expect(await third.exited).toBe(1)
  expect(third.output()).toMatch(/Port \d+ is in use.*\ntry: /)

  first.child.kill('SIGINT')
  expect(await first.exited).toBe(0)
  expect(await processesOn(data.path)).toEqual([])
  expect(existsSync(join(data.path, 'server.json'))).toBe(false)
  expect(existsSync(join(data.path, 'postgres/data/postmaster.pid'))).toBe(false)

  const again = npmStart(port)
  expect(await again.ready, again.output()).toBe(true)
  expect(await ada.json('task', 'list')).toMatchObject({ items: [{ title: 'Still here' }] })
  await ada.leave()
  again.child.kill('SIGTERM')
  expect(await again.exited).toBe(0)
})

test('a supervisor that was killed does not stop the next start', { timeout: 60_000 }, async () => {
  const port = await freePort()
  const killed = npmStart(port)
  expect(await killed.ready, killed.output()).toBe(true)
  const ada = await signedInUser(`http://127.0.0.1:${port}`)
  await ada.json('task', 'add', 'Survives')
  const { token } = await ada.json<{ token: string }>('auth', 'token', 'create', '--name', 'later')
  const { pid } = JSON.parse(await readFile(join(data.path, 'server.json'), 'utf8')) as { pid: number }
  process.kill(pid, 'SIGKILL')
  await killed.exited

  const again = npmStart(await freePort())
  expect(await again.ready, again.output()).toBe(true)
  const url = /http:\/\/[\d.:]+/.exec(again.output())![0]
  expect(await script(url, token)('GET', '/v1/tasks')).toMatchObject({
    body: { items: [{ title: 'Survives' }] },
  })
  await ada.leave()
  again.child.kill('SIGINT')
  expect(await again.exited).toBe(0)
  expect(await processesOn(data.path)).toEqual([])
})

test('a signal while it still starts ends all of it', { timeout: 60_000 }, async () => {
  const started = npmStart(await freePort())
  await expect.poll(() => existsSync(join(data.path, 'server.json')), { timeout: 30_000 }).toBe(true)
  started.child.kill('SIGINT')
  await started.exited
  await expect.poll(() => processesOn(data.path), { timeout: 30_000 }).toEqual([])
  expect(existsSync(join(data.path, 'server.json'))).toBe(false)
})
