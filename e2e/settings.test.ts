/** Each process that is started by hand or by a manifest says what its settings lack, in words and without a stack. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

async function ended(script: string, settings: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(root, 'packages', script)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], ...settings },
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said }
}

describe('settings that are not usable', () => {
  it.each([
    ['api/src/main.ts', 'AUTH_URL'],
    ['app/src/main.ts', 'DATABASE_URL'],
    ['app/src/run-migrations.ts', 'DATABASE_URL'],
    ['auth/src/main.ts', 'AUTH_SECRET'],
    ['auth/src/run-migrations.ts', 'DATABASE_URL'],
    ['auth/src/rotate-keys.ts', 'AUTH_SECRET'],
  ])('%s names what is not set, and ends with 1', async (script, setting) => {
    const { code, said } = await ended(script)
    expect(said).toMatch(/^The settings are not usable:\n/)
    expect(said).toMatch(new RegExp(`^  ${setting}: is not set \\(.+\\)$`, 'm'))
    expect(said).not.toMatch(/\n {4}at /)
    expect(code).toBe(1)
  })

  it('names a wrong one without its value', async () => {
    const { code, said } = await ended('app/src/run-migrations.ts', {
      DATABASE_URL: 'mysql://somebody:hunter2@127.0.0.1/x',
    })
    expect(said).toContain('  DATABASE_URL: ')
    expect(said).not.toContain('hunter2')
    expect(code).toBe(1)
  })

  it('overrides of routes are settings of the gateway', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'goalixa-settings-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const file = join(folder, 'routes.json')
    await writeFile(file, '{"routes":')
    const url = 'http://127.0.0.1:9'
    const { code, said } = await ended('api/src/main.ts', {
      AUTH_URL: url,
      AUTH_INTERNAL_URL: url,
      APP_URL: url,
      PUBLIC_URL: url,
      ROUTE_OVERRIDES: file,
    })
    expect(said).toContain(`The routes in ${file} are not usable:`)
    expect(said).not.toMatch(/\n {4}at /)
    expect(code).toBe(1)
  })
})
