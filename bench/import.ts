/** The command that imports 6,000 Timewarrior intervals, as a whole process, first and again. */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
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

export const benchImport = (): Promise<BenchResult> =>
  withStack(async ({ url }) => {
    const first: number[] = []
    const again: number[] = []
    for (let round = 0; round < rounds; round++) {
      const home = await mkdtemp(join(tmpdir(), 'goalixa-bench-'))
      const run = async (...args: string[]) => {
        const began = performance.now()
        const child = promisify(execFile)(process.execPath, [goalixa, ...args], {
          env: {
            PATH: process.env['PATH'],
            GOALIXA_API_URL: url,
            GOALIXA_CONFIG_DIR: home,
            GOALIXA_DATA_DIR: home,
          },
        })
        child.child.stdin?.end(`${randomUUID()}\n`)
        await child
        return performance.now() - began
      }
      await run('auth', 'register', '--email', `${randomUUID()}@example.com`, '--password-stdin')
      first.push(await run('import', 'timewarrior', fixture, '--json'))
      again.push(await run('import', 'timewarrior', fixture, '--json'))
      await rm(home, { recursive: true, force: true })
    }
    const figures = { 'first import of 6,000 intervals': figureOf(first), 'second import': figureOf(again) }
    return {
      figures,
      targets: [
        {
          what: 'first import (median)',
          seen: figures['first import of 6,000 intervals'].median,
          atMost: 10_000,
          unit: 'ms',
        },
      ],
    }
  })
