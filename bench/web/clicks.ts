/**
 * Start and stop of the timer: from the click to the paint that shows that it was felt (the button turns), and to the
 * one that shows it as done, which waits for the disk.
 */
import type { Page } from 'playwright-core'
import { figureOf, percentile } from '../measure.ts'
import type { BenchResult } from '../result.ts'
import { appFrame, slow, slowDown, until } from './visitor.ts'
import type { Visitor } from './visitor.ts'

const rounds = 20
const turning = '.gx-tracker > button[aria-busy=true]'

export async function measureClicks(visitor: Visitor): Promise<BenchResult> {
  const page = await visitor.context.newPage()
  await page.goto(`${visitor.url}/app/#/timer`)
  await page.frameLocator('iframe').locator('[data-sync=synced]').waitFor()
  await slow(visitor, page)
  const peer = await bareClicks(visitor)
  const [felt, starts, stops] = [[] as number[], [] as number[], [] as number[]]
  const frame = page.frameLocator('iframe')
  const line = frame.getByLabel('What are you doing?')
  const idle = frame.locator('.gx-tracker > button[aria-busy=false]')
  for (let round = 0; round < rounds; round++) {
    await line.fill(`round ${round}`)
    const started = await toPaints(page, '.gx-tracker > button', [turning, '.gx-tracker[data-running]'])
    felt.push(started[0]!)
    starts.push(started[1]!)
    await idle.waitFor()
    // Nobody is quicker; by then the server has answered.
    await page.waitForTimeout(1000)
    const stopped = await toPaints(page, '.gx-tracker > button', [turning, '.gx-tracker:not([data-running])'])
    felt.push(stopped[0]!)
    stops.push(stopped[1]!)
    await idle.waitFor()
    // Nobody is quicker; by then the server has answered.
    await page.waitForTimeout(1000)
  }
  await page.close()
  const atMost = 50
  return {
    figures: {
      [`click to paint on a bare page, ${slowDown}x`]: figureOf(peer),
      [`start or stop to its first paint, ${slowDown}x`]: figureOf(felt),
      [`start to paint of what is kept, ${slowDown}x`]: figureOf(starts),
      [`stop to paint of what is kept, ${slowDown}x`]: figureOf(stops),
    },
    targets: [
      { what: 'start or stop to its first paint', seen: figureOf(felt).median, atMost, unit: 'ms' },
      { what: 'slowest of nine in ten of them', seen: percentile(felt, 0.9), unit: 'ms' },
      {
        what: 'the same, next to a click on a bare page',
        seen: figureOf(felt).median / figureOf(peer).median,
        unit: 'times',
      },
      { what: 'start to paint of what is kept', seen: figureOf(starts).median, atMost, unit: 'ms' },
      { what: 'stop to paint of what is kept', seen: figureOf(stops).median, atMost, unit: 'ms' },
    ],
  }
}

/**
 * A real click, timed from the moment the browser gives to its event until the frame after the one in which each change
 * was drawn. Within the page, so that the protocol costs nothing.
 */
async function toPaints(page: Page, button: string, changes: readonly string[]): Promise<number[]> {
  const frame = appFrame(page)
  await frame.evaluate(watch(button, changes))
  await frame.locator(button).click()
  await until(frame, `globalThis.painted.length === ${changes.length}`)
  return frame.evaluate<number[]>('globalThis.painted')
}

/** They come one after the other. */
const watch = (button: string, changes: readonly string[]) => `(() => {
  globalThis.painted = []
  const changes = ${JSON.stringify(changes)}
  addEventListener('click', (event) => {
    let at = 0
    const look = () => {
      if (document.querySelector(changes[at]) !== null) {
        const channel = new MessageChannel()
        channel.port1.onmessage = () => globalThis.painted.push(performance.now() - event.timeStamp)
        // Past the frame that holds the change.
        channel.port2.postMessage(null)
        at += 1
      }
      if (at < changes.length) requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }, { once: true, capture: true })
  return document.querySelector('${button}') !== null
})()`

async function bareClicks(visitor: Visitor): Promise<number[]> {
  const page = await visitor.context.newPage()
  await page.setContent('<p id="p">off</p><button id="b">switch</button>')
  await page.evaluate(
    `b.onclick = () => { p.textContent = p.textContent === 'on' ? 'off' : 'on'; p.dataset.is = p.textContent }`,
  )
  await slow(visitor, page)
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    await page.evaluate(watch('#b', [`#p[data-is=${round % 2 === 0 ? 'on' : 'off'}]`]))
    await page.click('#b')
    await until(page, 'globalThis.painted.length === 1')
    times.push(await page.evaluate<number>('globalThis.painted[0]'))
  }
  await page.close()
  return times
}
