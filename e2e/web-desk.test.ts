/** What goes on beside the views: the badge, the small window, and the question after time away. */
import type { Browser, FrameLocator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, openPage, startChromium } from './browser.ts'
import type { WatchedPage } from './browser.ts'
import { restartableStack } from './stack.ts'

const patient = { timeout: 30_000 }
/** Headless, a browser has neither badge nor small window: these write down what is asked of them. */
const system = `{
  globalThis.badges = []
  navigator.setAppBadge = async () => void badges.push('set')
  navigator.clearAppBadge = async () => void badges.push('clear')
  const requestWindow = async ({ width, height }) => {
    const small = document.createElement('iframe')
    small.id = 'small'
    Object.assign(small.style, { position: 'fixed', bottom: 0, width: width + 'px', height: height + 'px' })
    document.body.append(small)
    return small.contentWindow
  }
  Object.defineProperty(globalThis, 'documentPictureInPicture', { value: { requestWindow } })
  const { now } = Date
  const Real = Date
  globalThis.away = 0
  globalThis.Date = class extends Real {
    constructor(...given) { given.length === 0 ? super(now() + globalThis.away) : super(...given) }
    static now() { return now() + globalThis.away }
  }
}`

describe.skipIf(!hasChromium)('beside the views', () => {
  let browser: Browser
  let stack: Awaited<ReturnType<typeof restartableStack>>
  let watched: WatchedPage
  let frame: FrameLocator
  const badges = () => watched.page.evaluate<string[]>('badges')

  beforeAll(async () => {
    stack = await restartableStack()
    ;[browser] = await Promise.all([startChromium(), stack.start()])
    watched = await openPage(browser)
    await watched.page.addInitScript(system)
    frame = watched.page.frameLocator('#frames iframe')
    await watched.page.goto(`${stack.url}/app/#/sign-up`)
    await frame.getByLabel('Email').fill('desk@example.org')
    await frame.getByLabel('Password').fill('correct horse battery')
    await frame.locator('form').getByRole('button').first().click()
    await frame.locator('.gx-tracker').waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.remove()
  })
  const begins = async (text: string) => {
    await frame.getByLabel('What are you doing?').fill(text)
    await frame.getByLabel('What are you doing?').press('Enter')
    await frame.locator('.gx-tracker[data-running]').waitFor()
  }

  it('the icon has a dot while a timer runs', async () => {
    await begins('in a small window')
    await expect.poll(badges, patient).toContain('set')
  })

  it('the timer in a small window counts, and stops there', async () => {
    await expect
      .poll(async () => {
        if ((await frame.getByRole('combobox', { name: 'Do or find something' }).count()) === 0)
          await watched.page.keyboard.press('Control+k')
        return frame.getByRole('combobox', { name: 'Do or find something' }).count()
      }, patient)
      .toBe(1)
    await watched.page.keyboard.type('small window')
    await frame
      .getByRole('option', { name: /small window/i })
      .first()
      .waitFor()
    await watched.page.keyboard.press('Enter')
    const small = watched.page.frameLocator('#small')
    await small.getByText('in a small window').waitFor()
    const clock = () => small.getByRole('timer').innerText()
    const before = await clock()
    await expect.poll(clock, patient).not.toBe(before)
    await small.getByRole('button', { name: 'Stop' }).click()
    await frame.locator('.gx-tracker:not([data-running])').waitFor()
    await expect.poll(async () => (await badges()).at(-1), patient).toBe('clear')
    await watched.page.evaluate(`document.querySelector('#small').remove()`)
  })

  it('after time away asks what becomes of it, also without network; left out, it is in no entry', async () => {
    await watched.page.evaluate(`location.hash = '#/timer'`)
    await begins('left alone')
    // From now on the worker answers for what is not loaded yet.
    await expect
      .poll(() => watched.page.evaluate('navigator.serviceWorker.controller !== null'), patient)
      .toBe(true)
    await stack.stop()
    const inner = watched.page.frames().find((one) => one.url().includes('/app/app.html'))!
    await inner.evaluate('globalThis.away = 3_600_000')
    await watched.page.mouse.move(200, 300)
    await watched.page.mouse.move(210, 310)
    const dialog = frame.getByRole('dialog', { name: /^Away for / })
    await dialog.getByText('left alone').waitFor()
    await dialog.getByRole('button', { name: 'Leave it out' }).click()
    await frame.getByText('The time away was left out.').waitFor()
    await frame.locator('.gx-tracker[data-running]').waitFor()
    await expect.poll(() => frame.getByRole('timer').innerText(), patient).toMatch(/^\s*0:00:\d\d\s*$/)
    await expect
      .poll(() => frame.getByRole('listitem').filter({ hasText: 'left alone' }).count())
      .toBeGreaterThan(0)
  })
})
