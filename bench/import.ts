/** The command that imports 6,000 Timewarrior intervals, first and again, and 100,000 rows of Toggl, as whole processes. */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { figureOf } from './measure.ts'
import type { BenchResult } from './result.ts'
import { withStack } from './with-stack.ts'

const goalixa = fileURLToPath(new URL('../packages/cli/bin/goalixa.js', import.meta.url))
const fixture = fileURLToPath(new URL('../e2e/fixtures/timewarrior/export.json', import.meta.url))
const rounds = 3
const togglRows = 100_000

/** Two hours of each three, in 15 labels, 40 projects and 200 tasks. */
function togglReport(): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const rows = Array.from({ length: togglRows }, (_, index) => {
    const day = new Date(Date.UTC(2010, 0, 1) + Math.floor(index / 8) * 86_400_000).toISOString().slice(0, 10)
    const hour = (index % 8) * 3
    return `Ada,ada@example.com,,Website ${index % 40},Task ${index % 200},"writing, part ${index}",No,${day},${two(hour)}:00:00,${day},${two(hour + 2)}:00:00,02:00:00,"tag ${index % 15}, deep work"`
  })
  const heads =
    'User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags'
  return [heads, ...rows, ''].join('\r\n')
}

/** Writes the most memory that a process had, in kB, when it ends. */
const preloadOf = (file: string): string =>
  `data:text/javascript,${encodeURIComponent(
    `import { writeFileSync } from 'node:fs'
     process.on('exit', () => writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)))`,
  )}`

export const benchImport = (): Promise<BenchResult> =>
  withStack(async ({ url }) => {
    const first: number[] = []
    const again: number[] = []
    const large: number[] = []
    const largeMiB: number[] = []
    for (let round = 0; round < rounds; round++) {
      const home = await mkdtemp(join(tmpdir(), 'goalixa-bench-'))
      const run = async (...args: string[]) => {
        const began = performance.now()
        const child = promisify(execFile)(
          process.execPath,
          ['--import', preloadOf(join(home, 'peak')), goalixa, ...args],
          {
            maxBuffer: 256 * 1024 * 1024,
            env: {
              PATH: process.env['PATH'],
              GOALIXA_API_URL: url,
              GOALIXA_CONFIG_DIR: home,
              GOALIXA_DATA_DIR: home,
            },
          },
        )
        child.child.stdin?.end(`${randomUUID()}\n`)
        await child
        return performance.now() - began
      }
      await run('auth', 'register', '--email', `${randomUUID()}@example.com`, '--password-stdin')
      first.push(await run('import', 'timewarrior', fixture, '--json'))
      again.push(await run('import', 'timewarrior', fixture, '--json'))
      if (round === 0) {
        const report = join(home, 'toggl.csv')
        const peak = join(home, 'peak')
        await writeFile(report, togglReport())
        large.push(await run('import', 'toggl', report, '--zone', 'UTC', '--json'))
        largeMiB.push(Number(await readFile(peak, 'utf8')) / 1000)
      }
      await rm(home, { recursive: true, force: true })
    }
    const figures = {
      'first import of 6,000 intervals': figureOf(first),
      'second import': figureOf(again),
      '100,000 rows of Toggl': figureOf(large),
      '100,000 rows of Toggl, most memory (MB)': figureOf(largeMiB),
    }
    return {
      figures,
      targets: [
        {
          what: 'first import (median)',
          seen: figures['first import of 6,000 intervals'].median,
          atMost: 10_000,
          unit: 'ms',
        },
        {
          what: '100,000 rows of Toggl',
          seen: figures['100,000 rows of Toggl'].median,
          atMost: 60_000,
          unit: 'ms',
        },
        {
          what: '100,000 rows of Toggl, most memory',
          seen: figures['100,000 rows of Toggl, most memory (MB)'].median,
          atMost: 300,
          unit: 'MB',
        },
      ],
    }
  })
