/** A real browser: Chromium of the system, driven from outside, with everything noted that a page should not do. */
import { existsSync } from 'node:fs'
import axe from 'axe-core'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Frame, Page, Request } from 'playwright-core'
import { expect } from 'vitest'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
)
/** Debian's package `chromium` brings it. */
export const hasChromium = executablePath !== undefined

/** Without the sandbox, which root cannot have; it only sees pages of this product. */
export const startChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox', '--disable-dev-shm-usage'] })

interface Sent {
  readonly url: string
  readonly referer: string
  /** Of the answer; empty where there is none. */
  readonly text: string
}

export interface WatchedPage {
  readonly page: Page
  /** Errors of scripts, refusals of the Content-Security-Policy, and whatever else the console was told as an error. */
  readonly errors: string[]
  /** Every request, once its answer is complete. */
  sent(): Promise<Sent[]>
  /** Values of all cookies of the browser. */
  cookies(): Promise<string[]>
  close(): Promise<void>
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const errors: string[] = []
  const sent: Promise<Sent>[] = []
  page.on('pageerror', (error) => void errors.push(error.message))
  page.on('console', (message) => {
    // A refusal by the server is said so to the page, which shows it; Chromium notes it as an error as well.
    const isAnswer = message.text().startsWith('Failed to load resource: the server responded with')
    if (message.type() === 'error' && !isAnswer) errors.push(message.text())
  })
  const noted = async (request: Request): Promise<Sent> => {
    const response = await request.response()
    const text = await response?.text().catch(() => '')
    return { url: request.url(), referer: (await request.allHeaders())['referer'] ?? '', text: text ?? '' }
  }
  page.on('requestfinished', (request) => {
    const one = noted(request)
    // Whoever asks for it meets the failure; nobody may, and the browser may be closed before it is whole.
    one.catch(() => undefined)
    sent.push(one)
  })
  return {
    page,
    errors,
    sent: () => Promise.all(sent),
    cookies: async () => (await context.cookies()).map(({ value }) => value),
    close: () => context.close(),
  }
}

/** Colours that change are neither; a page comes to rest within this time. */
const atRest = { timeout: 10_000, interval: 250 }

/** What WCAG 2.2 A and AA, as far as a machine can tell, finds wrong with the page, or a frame of it, once it rests. */
export async function expectAccessible({
  page,
}: {
  readonly page: Pick<Page, 'evaluate'> | Pick<Frame, 'evaluate'>
}): Promise<void> {
  // Not as a script of the page: its policy would rightly refuse it.
  const run = `${axe.source}; axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'target-size': { enabled: true } } })
    .then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))`
  await expect.poll(() => page.evaluate<unknown>(run), atRest).toEqual([])
}

/** Nothing sticks out at the side. */
export async function expectFits({ page }: WatchedPage): Promise<void> {
  const sticksOut = () =>
    page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  await expect.poll(sticksOut, atRest).toBeLessThanOrEqual(0)
}
