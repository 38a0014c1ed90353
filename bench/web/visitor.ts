/** A person at a slow computer: Chromium with a profile that survives, four times slowed down. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@goalixa/service-kit/free-port'
import { chromium } from 'playwright-core'
import type { BrowserContext, Frame, Page } from 'playwright-core'
import type { Person } from '../people.ts'

export const slowDown = 4

export interface Visitor {
  readonly url: string
  readonly profile: string
  /** Of the debugger, for whoever brings tools of its own. */
  readonly port: number
  readonly context: BrowserContext
  readonly page: Page
  close(): Promise<void>
}

export async function startVisitor(url: string, profile?: string): Promise<Visitor> {
  const folder = profile ?? (await mkdtemp(join(tmpdir(), 'goalixa-bench-profile-')))
  const port = await freePort()
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', `--remote-debugging-port=${port}`],
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
  })
  await context.addInitScript({ content: observe })
  const page = context.pages()[0] ?? (await context.newPage())
  return { url, profile: folder, port, context, page, close: () => context.close() }
}

/** From now on the page is slow. */
export async function slow({ context }: Visitor, page: Page, rate = slowDown): Promise<void> {
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate })
}

export async function signIn({ page, url }: Visitor, { email, password }: Person): Promise<void> {
  await page.goto(`${url}/app/#/timer`)
  const frame = page.frameLocator('iframe')
  await frame.getByLabel('Email').fill(email)
  await frame.getByLabel('Password').fill(password)
  await frame.getByLabel('Password').press('Enter')
  await frame.getByRole('heading', { name: 'Timer', exact: true }).waitFor({ timeout: 120_000 })
  await frame.locator('[data-sync=synced]').waitFor({ timeout: 120_000 })
  await page.evaluate('navigator.serviceWorker.ready')
}

/** The frame of the app, where people click. */
export const appFrame = (page: Page): Frame =>
  page.frames().find((one) => one.url().includes('/app/app.html'))!

/**
 * Notes each interaction with how long it took until the next paint (Event Timing, in steps of 8 ms), and when the
 * line of the timer could first be used.
 */
const observe = `(() => {
  globalThis.seenInteractions = []
  new PerformanceObserver((list) => {
    for (const { name, duration, interactionId, target } of list.getEntries())
      if (interactionId > 0)
        seenInteractions.push({ name, duration, target: target?.getAttribute?.('aria-label') ?? target?.nodeName ?? '' })
  }).observe({ type: 'event', durationThreshold: 16, buffered: true })
  const look = () => {
    const line = document.querySelector('[data-tracker] input, .gx-tracker input')
    if (line !== null && !line.disabled) top.usableAt ??= Date.now()
    else requestAnimationFrame(look)
  }
  if (self !== top) requestAnimationFrame(look)
})()`

export interface Interaction {
  readonly name: string
  readonly duration: number
  readonly target: string
}

/** What was noted since this was last asked. */
export const takeInteractions = (page: Page): Promise<Interaction[]> =>
  appFrame(page).evaluate<Interaction[]>('seenInteractions.splice(0)')

/** Waits within the page, whose policy lets nobody hand it a condition to compile. */
export const until = (page: Pick<Page, 'evaluate'> | Frame, condition: string): Promise<unknown> =>
  page.evaluate(`new Promise((done) => {
    const look = () => (${condition} ? done() : setTimeout(look, 4))
    look()
  })`)

/** Two frames later, and when the page has nothing more to do. */
export const settled = (page: Page): Promise<unknown> =>
  page.evaluate(
    `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done, { timeout: 3000 }))))`,
  )
