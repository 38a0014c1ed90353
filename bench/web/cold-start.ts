/** The server is stopped and the browser closed: from opening the app until the line of the timer can be used. */
import { figureOf } from '../measure.ts'
import type { BenchResult } from '../result.ts'
import { slow, slowDown, startVisitor, until } from './visitor.ts'
import type { Visitor } from './visitor.ts'

const rounds = 7

export async function measureColdStart(
  visitor: Visitor,
  stopServer: () => Promise<void>,
): Promise<BenchResult> {
  await visitor.context.close()
  await stopServer()
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const again = await startVisitor(visitor.url, visitor.profile)
    try {
      await slow(again, again.page)
      await again.page.goto(`${visitor.url}/app/#/timer`)
      await until(again.page, 'globalThis.usableAt !== undefined')
      times.push(await again.page.evaluate<number>('usableAt - performance.timeOrigin'))
    } finally {
      await again.close()
    }
  }
  return {
    figures: { [`cold start without server, ${slowDown}x`]: figureOf(times) },
    targets: [
      {
        what: 'offline cold start to a usable timer',
        seen: figureOf(times).median / 1000,
        atMost: 0.7,
        unit: 's',
      },
    ],
  }
}
