/** How long `npm start` takes until the stack answers: on new data (PostgreSQL makes its folder), and on kept data. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@goalixa/service-kit/free-port'
import { startStack } from '../tools/stack/stack.ts'
import { figureOf } from './measure.ts'
import type { BenchResult } from './result.ts'

const rounds = 5

export async function benchStart(): Promise<BenchResult> {
  const first: number[] = []
  const again: number[] = []
  for (let round = 0; round < rounds; round++) {
    const data = await mkdtemp(join(tmpdir(), 'goalixa-bench-'))
    first.push(await timeToReady(data))
    again.push(await timeToReady(data))
    await rm(data, { recursive: true, force: true })
  }
  const figures = { 'first start': figureOf(first), 'start on kept data': figureOf(again) }
  const targets = Object.entries(figures).map(([what, { median }]) => ({
    what: `${what}, until ready (median)`,
    seen: median,
    atMost: 5_000,
    unit: 'ms' as const,
  }))
  return { figures, targets }
}

async function timeToReady(data: string): Promise<number> {
  const began = performance.now()
  const stack = await startStack({
    data,
    host: '127.0.0.1',
    port: await freePort(),
    logLevel: 'warn',
    onFailure: () => undefined,
  })
  const time = performance.now() - began
  await stack.stop()
  return time
}
