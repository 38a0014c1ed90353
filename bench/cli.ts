/**
 * The command as it is installed, as whole processes, over a replica of 100,000 entries and without network. The peer
 * is `node -e 0`, the least that any program on Node costs; where Timewarrior is installed, its summary of the same
 * entries runs beside it.
 */
import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildCli } from '../tools/build/build-cli.ts'
import { aHistory, makeHome } from './homes.ts'
import type { Home } from './homes.ts'
import type { Figure } from './measure.ts'
import { measureInTurn } from './measure.ts'
import type { BenchResult } from './result.ts'

const runs = 25
const run = promisify(execFile)

export async function benchCli(): Promise<BenchResult> {
  const installed = await mkdtemp(join(tmpdir(), 'goalixa-installed-'))
  await buildCli(installed)
  const built = join(installed, 'bin', 'goalixa.js')
  const [small, middle, large] = [await makeHome(10_000), await makeHome(100_000), await makeHome(1_000_000)]
  const timew = await timewarrior(100_000)
  // The process that a start leaves in the background is kept from the measurement: it would run beside the next one.
  const goalixa = ({ env }: Home, ...args: string[]) =>
    run(process.execPath, [built, ...args], { env: { ...env, GOALIXA_SYNC_DEADLINE_MS: '0' } })
  try {
    const contestants: Record<string, () => Promise<unknown>> = {
      'node -e 0': () => run(process.execPath, ['-e', '0']),
      'status, 10,000 entries': () => goalixa(small, 'status'),
      'status, 100,000 entries': () => goalixa(middle, 'status'),
      'status, 1,000,000 entries': () => goalixa(large, 'status'),
      'start, 10,000 entries': () => goalixa(small, 'start', 'work'),
      'start, 100,000 entries': () => goalixa(middle, 'start', 'work'),
      'start, 1,000,000 entries': () => goalixa(large, 'start', 'work'),
      'report of a week, 10,000 entries': () => goalixa(small, 'report'),
      'report of a week, 100,000 entries': () => goalixa(middle, 'report'),
      'report of a week, 1,000,000 entries': () => goalixa(large, 'report'),
      ...(timew === undefined ? {} : { 'timew summary of a week, 100,000 entries': timew.summary }),
    }
    const figures = await measureInTurn(contestants, runs)
    return { figures, targets: [...targetsOf(figures), ...(await memoryOf(built, middle))] }
  } finally {
    for (const { remove } of [small, middle, large]) await remove()
    await timew?.remove()
    await rm(installed, { recursive: true })
  }
}

function targetsOf(figures: Readonly<Record<string, Figure>>): BenchResult['targets'] {
  const node = figures['node -e 0']!.median
  const ratio = (what: string) => figures[what]!.median / node
  const growth = (what: string) =>
    figures[`${what}, 1,000,000 entries`]!.median / figures[`${what}, 10,000 entries`]!.median
  const limits = [
    ['status', 2.5],
    ['start', 2.5],
    ['report of a week', 3],
  ] as const
  return limits.flatMap(([what, atMost]) => [
    {
      what: `${what} to node -e 0 (100,000 entries, median)`,
      seen: ratio(`${what}, 100,000 entries`),
      atMost,
      unit: 'times' as const,
    },
    {
      what: `${what}, 1,000,000 entries to 10,000 (median)`,
      seen: growth(what),
      atMost: 1.2,
      unit: 'times' as const,
    },
  ])
}

/** The most that each process held, as Linux counts it: the figure of a process itself begins with its parent's. */
async function memoryOf(built: string, home: Home): Promise<BenchResult['targets']> {
  if (!existsSync('/proc/self/status')) return []
  const folder = await mkdtemp(join(tmpdir(), 'goalixa-bench-'))
  const hook = join(folder, 'peak.mjs')
  const told = join(folder, 'peak')
  await writeFile(
    hook,
    `const { readFileSync, writeFileSync } = process.getBuiltinModule('node:fs')
     process.on('exit', () => {
       const [, peak] = /VmHWM:\\s+(\\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))
       writeFileSync(${JSON.stringify(told)}, peak)
     })`,
  )
  const targets = []
  for (const args of [['status'], ['start', 'work'], ['report']]) {
    await run(process.execPath, ['--import', hook, built, ...args], {
      env: { ...home.env, GOALIXA_SYNC_DEADLINE_MS: '0' },
    })
    const kilobytes = Number(await readFile(told, 'utf8'))
    targets.push({
      what: `peak memory of ${args[0]} (100,000 entries)`,
      seen: kilobytes / 1024,
      atMost: 120,
      unit: 'MB' as const,
    })
  }
  await rm(folder, { recursive: true })
  return targets
}

/** The same entries in Timewarrior's own files. Undefined where it is not installed. */
async function timewarrior(count: number) {
  if (spawnSync('timew', ['--version']).status !== 0) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'goalixa-timew-'))
  const data = join(folder, 'data')
  await mkdir(data)
  const months = new Map<string, string[]>()
  for (const { start, end, label } of aHistory(count)) {
    const month = new Date(start * 1000).toISOString().slice(0, 7)
    const line = `inc ${compact(start)} - ${compact(end)} # "label ${label}"`
    const lines = months.get(month)
    if (lines === undefined) months.set(month, [line])
    else lines.push(line)
  }
  for (const [month, lines] of months)
    await writeFile(join(data, `${month}.data`), `${lines.toSorted().join('\n')}\n`)
  await writeFile(join(folder, 'timewarrior.cfg'), '')
  const env = { PATH: process.env['PATH'] ?? '', TIMEWARRIORDB: folder, TZ: 'UTC' }
  return {
    summary: () => run('timew', ['summary', ':week'], { env, maxBuffer: 64 * 1024 * 1024 }),
    remove: () => rm(folder, { recursive: true }),
  }
}

const compact = (instant: number): string =>
  new Date(instant * 1000).toISOString().replaceAll(/[-:]|\.000/g, '')
