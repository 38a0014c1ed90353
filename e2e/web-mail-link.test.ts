/** The page behind the links of mails, in both languages, and the type of Persian. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, expectFits, hasChromium, openPage, startChromium } from './browser.ts'
import type { TestStack } from './stack.ts'
import { startTestStack } from './stack.ts'

describe.skipIf(!hasChromium)('the page of mails', () => {
  let browser: Browser
  let stack: TestStack
  beforeAll(async () => {
    ;[browser, stack] = await Promise.all([startChromium(), startTestStack()])
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
  })

  it.each([
    ['en-GB', 'Set a new password', 'Set the password', /The link does not work any more/, false],
    ['fa-IR', 'گذرواژهٔ تازه', 'ثبت گذرواژه', /پیوند دیگر کار نمی‌کند/, true],
  ])(
    'in %s asks before it does anything, and says what is wrong',
    async (locale, title, button, refusal, loads) => {
      const watched = await openPage(browser, { locale, viewport: { width: 320, height: 640 } })
      const { page } = watched
      await page.goto(`${stack.url}/app/mail-link.html#reset=not-a-token`)
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
      // The secret is in no address that anybody could see or pass on.
      await expect.poll(() => page.url()).toBe(`${stack.url}/app/mail-link.html`)
      await expectAccessible(watched)
      await expectFits(watched)
      await page.locator('#password').fill('correct horse battery')
      await page.getByRole('button', { name: button }).click()
      await page.locator('.gx-error').filter({ hasText: refusal }).waitFor()
      const fonts = (await watched.sent()).map(({ url }) => url).filter((url) => url.endsWith('.woff2'))
      expect(fonts.length > 0).toBe(loads)
      expect(fonts.every((url) => url.startsWith(`${stack.url}/app/assets/vazirmatn-`))).toBe(true)
      expect(watched.errors).toEqual([])
      await watched.close()
    },
  )

  it('confirms nothing by itself, and says so where the link is not whole', async () => {
    const watched = await openPage(browser, { locale: 'en-GB' })
    await watched.page.goto(`${stack.url}/app/mail-link.html`)
    await watched.page.getByText('the link is not whole').waitFor()
    await watched.page.goto(`${stack.url}/app/mail-link.html?x=1#verify=not-a-token`)
    await watched.page.getByRole('button', { name: 'Confirm the address' }).waitFor()
    expect((await watched.sent()).filter(({ url }) => url.includes('/auth/'))).toEqual([])
    await watched.close()
  })
})
