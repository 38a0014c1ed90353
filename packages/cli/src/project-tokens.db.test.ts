/** A token for one project in the terminal, as a script has it: the real command against the app service. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestApp } from '@goalixa/app/testing'
import type { Person, TestApp } from '@goalixa/app/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

const now = Date.parse('2026-03-02T17:00:00Z')
let app: TestApp
let folder: string
let owner: Person
let script: Person
beforeAll(async () => {
  app = await startTestApp(() => now)
  folder = await mkdtemp(join(tmpdir(), 'goalixa-project-token-'))
  owner = app.person()
  const { body } = await owner.call('POST', '/v1/projects', { name: 'website' })
  const span = { start: '2026-03-02T08:00:00Z', end: '2026-03-02T11:00:00Z' }
  await owner.call('POST', '/v1/time-entries', { ...span, description: 'secret', project: 'diary' })
  await owner.call('POST', '/v1/tasks', { title: 'secret', project: 'diary' })
  script = app.person({ userId: owner.userId, scopes: ['read', 'write'], projectId: body.id })
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

function goalixa(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    TZ: 'UTC',
    HOME: folder,
    GOALIXA_CONFIG_DIR: folder,
    GOALIXA_API_URL: `http://127.0.0.1:${app.port}`,
    GOALIXA_TOKEN: script.token,
  }
  const bin = join(import.meta.dirname, '..', 'bin', 'goalixa.js')
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [bin, ...args], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
    child.stdin?.end()
  })
}

/** Each run is a process of its own, which takes a while on a busy machine. */
test('a script tracks its project, and sees and reaches nothing else', { timeout: 60_000 }, async () => {
  const did = async (...args: string[]) => {
    const { code, out, err } = await goalixa(...args)
    expect([code, err.replaceAll(/^.* UTC.*\n/gm, '')], args.join(' ')).toEqual([0, ''])
    expect(out, args.join(' ')).not.toMatch(/secret|diary/)
    return out
  }
  expect(await did('start', 'build')).toContain('Started "build" · website')
  expect(await did('status')).toContain('"build" · website')
  expect(await did('stop')).toContain('Stopped "build" · website')
  const range = ['--from', '2026-03-02T10:00:00Z', '--to', '2026-03-02T12:00:00Z']
  // What it would cross is of another project: as if it were not there.
  expect(await did('log', ...range, 'release')).toContain('Logged 2h of "release" · website')
  expect(JSON.parse(await did('entries', 'list', '--json')).items).toHaveLength(2)
  const report = JSON.parse(await did('report', '--from', '2026-03-02', '--to', '2026-03-03', '--json'))
  expect(report.groups).toMatchObject([{ name: 'website', seconds: 7200 }])
  expect(await did('task', 'add', 'ship it')).toContain('Added "ship it"')
  expect(JSON.parse(await did('task', 'list', '--json')).items).toMatchObject([{ project: 'website' }])
  expect(await did('task', 'done', 'ship it')).toContain('Done: "ship it"')
  expect(await goalixa('task', 'show', 'secret')).toMatchObject({ code: 3 })
  expect(await goalixa('project', 'list')).toMatchObject({ code: 6, out: '' })
  const moved = await goalixa('entries', 'edit', '@1', '--project', 'diary')
  expect(moved).toMatchObject({ code: 6, out: '' })
  expect(moved.err).toContain('The token is for one project')
})
