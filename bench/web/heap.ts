/**
 * An hour of use, without its pauses: the timer is started and stopped every minute while one goes through the views.
 * What the heap holds after each ten minutes, once everything unused is gone.
 */
import type { BenchResult } from '../result.ts'
import type { Visitor } from './visitor.ts'

const views = ['overview', 'timer', 'tasks', 'reports', 'habits', 'planner']
const megabytes = (bytes: number) => bytes / 1024 / 1024

export async function measureHeap({ context, url }: Visitor): Promise<BenchResult> {
  const page = await context.newPage()
  await page.goto(`${url}/app/#/timer`)
  const frame = page.frameLocator('iframe')
  await frame.locator('[data-sync=synced]').waitFor()
  const session = await context.newCDPSession(page)
  const held = async () => {
    for (let time = 0; time < 3; time++) await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    return megabytes(usedSize)
  }
  const tenMinutes = async () => {
    for (let minute = 0; minute < 10; minute++) {
      const view = views[minute % views.length]!
      await page.evaluate(`location.hash = '#/${view}'`)
      await frame.locator(`nav a[aria-current=page][href$="#/${view}"]`).first().waitFor()
      const line = frame.getByLabel('What are you doing?')
      await line.fill(`minute ${minute}`)
      await line.press('Enter')
      await frame.locator('.gx-tracker[data-running]').waitFor()
      await frame.locator('.gx-tracker > button').click()
      await frame.locator('.gx-tracker:not([data-running])').waitFor()
    }
  }
  await tenMinutes()
  const first = await held()
  for (let ten = 0; ten < 5; ten++) await tenMinutes()
  const last = await held()
  await page.close()
  return {
    figures: {},
    targets: [
      { what: 'heap after an hour', seen: last, atMost: 35, unit: 'MB' },
      { what: 'of that grown since its first ten minutes', seen: last - first, atMost: 1, unit: 'MB' },
    ],
  }
}
