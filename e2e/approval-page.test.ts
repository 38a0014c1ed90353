/** Somebody approves the sign-in of a terminal in a real browser, which is all the product a new device has. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { expectAccessible, expectFits, hasChromium, openPage, startChromium } from './browser.ts'
import type { WatchedPage } from './browser.ts'
import { atTerminal, environmentOf, hasPseudoTerminal } from './pseudo-terminal.ts'
import { signedInUser, startTestStack, temporaryFolder } from './stack.ts'
import type { SignedInUser, TestStack } from './stack.ts'

describe.skipIf(!hasChromium || !hasPseudoTerminal)('the page that approves a terminal', () => {
  let stack: TestStack
  let browser: Browser
  let ada: SignedInUser
  beforeAll(async () => {
    ;[stack, browser] = await Promise.all([startTestStack(), startChromium()])
    ada = await signedInUser(stack.url)
  })
  afterAll(async () => {
    await browser?.close()
    await ada?.leave()
    await stack?.stop()
  })

  /** `goalixa auth login --device` at a terminal of its own, up to the code that it shows. */
  async function terminalThatAsks() {
    const home = await temporaryFolder()
    const terminal = atTerminal({
      args: ['auth', 'login', '--device', '--device-name', 'far away'],
      env: environmentOf(stack.url, home.path),
    })
    await terminal.shows('or open ')
    const code = /one-time code: ([A-Z]{4}-[A-Z]{4})/.exec(terminal.text())![1]!
    return { terminal, code, home }
  }
  const visible = ({ page }: WatchedPage, words: string) =>
    page.getByText(words, { exact: false }).first().waitFor({ state: 'visible' })
  /** Types into whatever has the focus, as somebody without a mouse does. */
  async function type({ page }: WatchedPage, ...texts: string[]) {
    for (const [index, text] of texts.entries()) {
      if (index > 0) await page.keyboard.press('Tab')
      await page.keyboard.insertText(text)
    }
    await page.keyboard.press('Enter')
  }
  async function signIn(watched: WatchedPage, path: string) {
    await watched.page.goto(stack.url + path)
    await visible(watched, 'First sign in here')
    await type(watched, ada.email, ada.password)
  }

  test(
    'SEC-040 SEC-048 SEC-086: by keyboard, on the smallest screen; the terminal is signed in and no token was seen',
    { timeout: 90_000 },
    async () => {
      const { terminal, code, home } = await terminalThatAsks()
      const watched = await openPage(browser, { viewport: { width: 320, height: 640 } })
      const { page } = watched
      await page.goto(`${stack.url}/device`)
      await visible(watched, 'First sign in here')
      await expectAccessible(watched)
      await expectFits(watched)
      await type(watched, ada.email, ada.password)

      await visible(watched, 'The code that your terminal shows')
      await expectAccessible(watched)
      await type(watched, 'BBBB-BBBB')
      await page.getByRole('status').getByText(/\w/).waitFor()
      expect(await page.locator('#approval').isVisible()).toBe(false)
      await page.locator('[name=userCode]').fill('')
      // As people type it.
      await type(watched, code.toLowerCase().replace('-', ' '))

      await visible(watched, 'Does your terminal show the same code?')
      await expectAccessible(watched)
      await expectFits(watched)
      expect((await page.locator('#facts').innerText()).split('\n')).toEqual(
        expect.arrayContaining([code, 'goalixa-cli', 'far away', 'address 127.0.0.1', ada.email]),
      )
      // A second Enter of somebody in a hurry approves nothing.
      await page.keyboard.press('Enter')
      await expect.poll(() => page.locator('#approval').isVisible()).toBe(true)
      await page.keyboard.press('Tab')
      await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Approve')
      await page.keyboard.press('Enter')
      await visible(watched, 'Done. Go back to your terminal.')
      await expectAccessible(watched)
      expect(await terminal.ended, terminal.text()).toBe(0)
      expect(terminal.text()).toContain(ada.email)

      expect(watched.errors).toEqual([])
      await expectNoTokens(watched, home.path)
      await watched.close()
      await home.remove()
    },
  )

  /** Neither what the browser holds as a cookie nor what the terminal was given is anywhere else. */
  async function expectNoTokens(watched: WatchedPage, home: string): Promise<void> {
    const session = await readFile(join(home, '.config/goalixa/session.json'), 'utf8')
    const tokens = [...session.matchAll(/"\w*Token": ?"([^"]+)"/gi)].map(([, token]) => token!)
    const secrets = [...(await watched.cookies()), ...tokens]
    expect(secrets.length).toBeGreaterThanOrEqual(4)
    const logs = (await readdir(stack.logs)).map((name) => readFile(join(stack.logs, name), 'utf8'))
    const seen = JSON.stringify([
      await watched.sent(),
      await watched.page.content(),
      await watched.page.evaluate('[location.href, document.cookie, {...localStorage}, {...sessionStorage}]'),
      await Promise.all(logs),
    ])
    // What is looked at is there.
    for (const there of ['/auth/login', '/approve/approve.js', 'far away']) expect(seen).toContain(there)
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(20)
      expect(seen).not.toContain(secret)
    }
    expect(seen).not.toMatch(/eyJ[\w-]{10}/)
  }

  test('SEC-084 SEC-086: what is denied stays signed out', { timeout: 60_000 }, async () => {
    const { terminal, code, home } = await terminalThatAsks()
    const watched = await openPage(browser)
    await signIn(watched, `/device?user_code=${code}`)
    await visible(watched, 'Does your terminal show the same code?')
    await expect.poll(() => watched.page.locator('#facts').innerText()).toContain(code)
    await watched.page.getByRole('button', { name: 'Deny' }).click()
    await visible(watched, 'Denied. Nothing was signed in.')
    expect(await terminal.ended).toBe(4)
    // Who heard of this address would know the code.
    for (const { referer } of await watched.sent()) expect(referer).not.toContain(code)
    expect(watched.errors).toEqual([])
    await watched.close()
    await home.remove()
  })

  test('a wrong password and a wrong code say so, and let one try again', async () => {
    const watched = await openPage(browser)
    const { page } = watched
    const told = page.getByRole('status')
    await page.goto(`${stack.url}/device?user_code=BBBB-BBBB`)
    await visible(watched, 'First sign in here')
    await type(watched, ada.email, 'not the password')
    await told.getByText(/password/i).waitFor()
    await page.locator('[name=password]').fill(ada.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.locator('[name=userCode]').waitFor({ state: 'visible' })
    await told.getByText(/code/i).waitFor()
    expect(watched.errors).toEqual([])
    await watched.close()
  })

  test('without JavaScript it says what it needs', async () => {
    const watched = await openPage(browser, { javaScriptEnabled: false })
    await watched.page.goto(`${stack.url}/device`)
    const words = watched.page.locator('noscript')
    expect(await words.innerText()).toContain('This page needs JavaScript')
    await expect.poll(() => words.isVisible()).toBe(true)
    await watched.close()
  })
})
