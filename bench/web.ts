/**
 * The app in Chromium, slowed down four times, over 10,000 entries, 2,000 tasks and three weeks of habit; what the build
 * weighs; and what Lighthouse says. The peer of every click is a bare page with one button, in the same browser.
 */
import { rm } from 'node:fs/promises'
import { measureClicks } from './web/clicks.ts'
import { measureColdStart } from './web/cold-start.ts'
import { measureDay } from './web/day.ts'
import { measureHeap } from './web/heap.ts'
import { measureLighthouse } from './web/lighthouse.ts'
import { measureSizes } from './web/sizes.ts'
import { signIn, startVisitor } from './web/visitor.ts'
import { writeYears } from './web/years.ts'
import type { BenchResult } from './result.ts'
import { register } from './people.ts'
import { withStack } from './with-stack.ts'

export async function benchWeb(): Promise<BenchResult> {
  const sizes = await measureSizes()
  const parts = await withStack(async (stack) => {
    const person = await register(stack.url)
    await writeYears(stack.url, person)
    const visitor = await startVisitor(stack.url)
    try {
      await signIn(visitor, person)
      const found = [
        await measureClicks(visitor),
        await measureDay(visitor),
        await measureHeap(visitor),
        await measureLighthouse(visitor),
      ]
      // The last: it stops the server.
      found.push(await measureColdStart(visitor, () => stack.stop()))
      return found
    } finally {
      await visitor.close()
      await rm(visitor.profile, { recursive: true, force: true, maxRetries: 5 })
    }
  })
  const all = [sizes, ...parts]
  return {
    figures: Object.assign({}, ...all.map(({ figures }) => figures)) as BenchResult['figures'],
    targets: all.flatMap(({ targets }) => targets),
  }
}
