/** A scripted day of sixty interactions over all views: how long each took until the page was painted again. */
import type { FrameLocator, Page } from 'playwright-core'
import { figureOf } from '../measure.ts'
import type { BenchResult } from '../result.ts'
import { settled, slow, slowDown, takeInteractions } from './visitor.ts'
import type { Interaction, Visitor } from './visitor.ts'

const views = [
  'overview', 'planner', 'timer', 'timesheet', 'tasks', 'projects', 'labels', 'goals', 'weekly-goals', 'habits',
  'reminders', 'reports', 'sync', 'settings',
] // prettier-ignore

export async function measureDay(visitor: Visitor): Promise<BenchResult> {
  const page = await visitor.context.newPage()
  await page.goto(`${visitor.url}/app/#/timer`)
  const frame = page.frameLocator('iframe')
  await frame.locator('[data-sync=synced]').waitFor()
  await slow(visitor, page)
  await takeInteractions(page)
  const { steps, palette } = await walk(page, frame)
  await page.close()
  const worst = steps.toSorted((a, b) => b.duration - a.duration)[0]!
  return {
    figures: {
      [`an interaction of the day, ${slowDown}x`]: figureOf(steps.map(({ duration }) => duration)),
      [`palette opens, ${slowDown}x`]: figureOf(palette.open),
      [`palette finds, ${slowDown}x`]: figureOf(palette.find),
    },
    targets: [
      {
        what: `worst interaction of ${steps.length} (${worst.what})`,
        seen: worst.duration,
        atMost: 80,
        unit: 'ms',
      },
      { what: 'palette opens', seen: figureOf(palette.open).median, atMost: 50, unit: 'ms' },
      { what: 'palette shows the first result', seen: figureOf(palette.find).median, atMost: 16, unit: 'ms' },
    ],
  }
}

interface Step {
  readonly what: string
  readonly duration: number
}

async function walk(page: Page, frame: FrameLocator) {
  const steps: Step[] = []
  /** One interaction: what it was, and the longest of its events. Under 16 ms the browser notes nothing. */
  const step = async (what: string, act: () => Promise<unknown>) => {
    await act()
    await settled(page)
    const seen: Interaction[] = await takeInteractions(page)
    steps.push({ what, duration: Math.max(8, ...seen.map(({ duration }) => duration)) })
  }
  const line = frame.getByLabel('What are you doing?')
  for (const view of [...views, ...views]) {
    await step(`open ${view}`, () => frame.locator(`nav a[href$="#/${view}"]`).first().click())
  }
  for (let round = 0; round < 4; round++) {
    await step('type in the line', () => line.fill(`task ${round}`).then(() => page.keyboard.type('!')))
    await step('start by Enter', () => page.keyboard.press('Enter'))
    await frame.locator('.gx-tracker[data-running] > button[aria-busy=false]').waitFor()
    await step('stop', () => frame.locator('.gx-tracker > button').click())
    await frame.locator('.gx-tracker:not([data-running]) > button[aria-busy=false]').waitFor()
  }
  const palette = { open: [] as number[], find: [] as number[] }
  for (let round = 0; round < 5; round++) {
    await step('open the palette', () => page.keyboard.press('Control+k'))
    palette.open.push(steps.at(-1)!.duration)
    await frame.getByRole('combobox').first().waitFor()
    await step('search in it', () => page.keyboard.type('7'))
    palette.find.push(steps.at(-1)!.duration)
    await step('search on', () => page.keyboard.type('5'))
    await step('close it', () => page.keyboard.press('Escape'))
  }
  return { steps, palette }
}
