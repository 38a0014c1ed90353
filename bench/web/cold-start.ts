/** The server is stopped and the browser closed: from opening the app until the line of the timer can be used. */
import { rm } from 'node:fs/promises'
import { figureOf } from '../measure.ts'
import type { BenchResult } from '../result.ts'
import { serveBareApp } from './bare-app.ts'
import { slow, slowDown, startVisitor, until } from './visitor.ts'
import type { Visitor } from './visitor.ts'

const rounds = 7

export async function measureColdStart(
  visitor: Visitor,
  stopServer: () => Promise<void>,
): Promise<BenchResult> {
  await visitor.context.close()
  await stopServer()
  const bare = await keptBareApp()
  const times: number[] = []
  const bareTimes: number[] = []
  // In turns: what else the machine does meets both.
  for (let round = 0; round < rounds; round++) {
    times.push(await coldStart(visitor))
    bareTimes.push(await coldStart(bare))
  }
  await rm(bare.profile, { recursive: true, force: true, maxRetries: 5 })
  const seen = figureOf(times).median
  return {
    figures: {
      [`cold start without server, ${slowDown}x`]: figureOf(times),
      [`the same of a bare page, frame and worker, ${slowDown}x`]: figureOf(bareTimes),
    },
    targets: [
      { what: 'offline cold start to a usable timer', seen: seen / 1000, atMost: 0.7, unit: 's' },
      {
        what: 'the same, next to a bare page with a frame and a worker',
        seen: seen / figureOf(bareTimes).median,
        unit: 'times',
      },
    ],
  }
}

/** Opened once, so that the worker has it, and its server gone. */
async function keptBareApp(): Promise<Pick<Visitor, 'url' | 'profile'>> {
  const { url, stop } = await serveBareApp()
  const { context, page, profile } = await startVisitor(url)
  await page.goto(`${url}/app/`)
  await until(page, 'globalThis.usableAt !== undefined && navigator.serviceWorker.controller !== null')
  await context.close()
  stop()
  return { url, profile }
}

/** Milliseconds. */
async function coldStart({ url, profile }: Pick<Visitor, 'url' | 'profile'>): Promise<number> {
  const again = await startVisitor(url, profile)
  try {
    await slow(again, again.page)
    await again.page.goto(`${url}/app/#/timer`)
    await until(again.page, 'globalThis.usableAt !== undefined')
    return await again.page.evaluate<number>('usableAt - performance.timeOrigin')
  } finally {
    await again.close()
  }
}
