/** What draws screens, or talks to a cluster, takes longer to load than most commands run: only who needs it may load it. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = await mkdtemp(join(tmpdir(), 'goalixa-late-'))
afterAll(() => rm(folder, { recursive: true }))

/** Prints the libraries of screens that were loaded. */
const watchLoads = `
  import { registerHooks } from 'node:module'
  const loaded = new Set()
  registerHooks({
    load(url, context, next) {
      const library = /node_modules\\/(ink|react|@kubernetes)\\//.exec(url)?.[1]
      if (library !== undefined) loaded.add(library)
      return next(url, context)
    },
  })
  process.on('exit', () => process.stderr.write('loaded: ' + [...loaded].sort().join(' ')))`

const loadedBy = (...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    const env = {
      PATH: process.env.PATH,
      GOALIXA_CONFIG_DIR: folder,
      GOALIXA_DATA_DIR: folder,
      XDG_CACHE_HOME: join(tmpdir(), 'goalixa-bin-cache'),
      // Port 1 of this machine: nothing listens there.
      GOALIXA_API_URL: 'http://127.0.0.1:1',
    }
    const preload = `data:text/javascript,${encodeURIComponent(watchLoads)}`
    const child = execFile(process.execPath, ['--import', preload, ...args], { env }, (_, __, words) =>
      resolve(/loaded: (.*)$/.exec(words)?.[1] ?? 'nothing was told'),
    )
    child.stdin?.end()
  })
const bin = join(import.meta.dirname, '../../bin/goalixa.js')

test.each([
  [['status', '--json']],
  [['start', 'x']],
  [['--help']],
  [['schema', 'watch']],
  [['watch']],
  [['schema', 'ops', 'deploy']],
])('%j without a terminal loads neither ink nor react, nor the way to a cluster', async (args) => {
  expect(await loadedBy(bin, ...args)).toBe('')
})

test('a screen loads both', async () => {
  const screen = JSON.stringify(new URL('./watch.ts', import.meta.url).href)
  expect(await loadedBy('--input-type=module', '--eval', `await import(${screen})`)).toBe('ink react')
})
