/** Every view of the app, filled, in both languages, light and dark, wide and narrow: what a machine can tell of WCAG. */
import axe from 'axe-core'
import type { Browser, Frame, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appViews } from '../packages/pwa/src/bridge/views.ts'
import { tellStory } from '../tools/story.ts'
import { hasChromium, openPage, startChromium } from './browser.ts'
import type { WatchedPage } from './browser.ts'
import { signedInUser, startTestStack, script } from './stack.ts'
import type { SignedInUser, TestStack } from './stack.ts'

const languages = ['en', 'fa'] as const
const looks = (['light', 'dark'] as const).flatMap((theme) => [1280, 320].map((width) => ({ theme, width })))
const rules = `{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }`

describe.skipIf(!hasChromium)('the accessibility of every view', () => {
  let browser: Browser
  let stack: TestStack
  let user: SignedInUser
  let watched: WatchedPage
  let page: Page
  let frame: FrameLocator
  let shown = 'en'

  beforeAll(async () => {
    ;[browser, stack] = await Promise.all([startChromium(), startTestStack()])
    user = await signedInUser(stack.url)
    const { token } = await user.json<{ token: string }>('auth', 'token', 'create', '--name', 'script')
    const call = script(stack.url, token)
    await tellStory(
      async (method, path, body) => {
        const answer = await call(method, path, body)
        if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
        return answer.body
      },
      { language: 'en', now: Temporal.Now.instant().toString(), zone: 'UTC' },
    )
    await call('POST', '/v1/timer/start', { description: 'what runs' })
    watched = await openPage(browser, {
      viewport: { width: 1280, height: 900 },
      serviceWorkers: 'block',
      reducedMotion: 'reduce',
    })
    page = watched.page
    frame = page.frameLocator('iframe')
    await page.goto(`${stack.url}/app/#/overview`)
    await frame.getByLabel('Email').fill(user.email)
    await frame.getByLabel('Password').fill(user.password)
    await frame.getByLabel('Password').press('Enter')
    await frame.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    await frame.locator('[data-sync=synced]').waitFor()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await Promise.all([stack?.stop(), user?.leave()])
  })

  const inner = async (): Promise<Frame> =>
    (await (await page.waitForSelector('iframe:not([hidden])')).contentFrame())!
  const speak = async (language: string) => {
    if (shown === language) return
    shown = language
    await page.evaluate(`localStorage.setItem('gx-language', '${language}')`)
    await page.reload()
    await frame.locator(`html[lang=${language}] main h1`).waitFor()
  }

  it.each(languages.flatMap((language) => appViews.map((view) => [view, language] as const)))(
    'section 12: %s in %s is clean, and fits',
    async (view, language) => {
      await speak(language)
      await page.goto(`${stack.url}/app/#/${view}`)
      await frame.locator(`main[data-view=${view}] h1`).first().waitFor()
      await frame.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' })
      await expect
        .poll(() => frame.locator('[aria-current=page]').first().getAttribute('href'))
        .toContain(view)
      const found: unknown[] = []
      const there = await inner()
      for (const { theme, width } of looks) {
        await page.setViewportSize({ width, height: 900 })
        await there.evaluate(`(async () => {
          for (const { dataset } of [document.documentElement, top.document.documentElement])
            dataset.theme = '${theme}'
          // Colours that are on their way from one look to the other are those of neither; the end of one can begin
          // another, of what inherits from it.
          let moving = []
          for (let frames = 0; frames === 0 || moving.length > 0; frames++) {
            if (frames > 100) throw new Error('comes to no rest: ' + moving.map(({ effect, transitionProperty,
              animationName }) => [effect.target?.outerHTML.slice(0, 80), transitionProperty ?? animationName]))
            document.body.getBoundingClientRect()
            moving = document.getAnimations()
            for (const one of moving)
              if (one.effect.getComputedTiming().endTime === Infinity) one.cancel()
              else one.finish()
            // A frame that nobody draws has no animation frames.
            await new Promise((resolve) => (requestAnimationFrame(resolve), setTimeout(resolve, 100)))
          }
        })()`)
        // Not as a script of the page: its policy would rightly refuse it.
        const violations = await there.evaluate<readonly (readonly [string, ...string[]])[]>(
          `${axe.source}; axe.run(${rules}).then(({ violations }) =>
            violations.map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(({ html, any }) =>
              html.slice(0, 200) + ' ' + (any[0]?.message ?? ''))]))`,
        )
        const [needs, has] = await there.evaluate<[number, number]>(
          '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
        )
        if (needs > has) found.push([theme, width, `needs ${needs} px`])
        for (const violation of violations) found.push([theme, width, ...violation])
      }
      expect(found).toEqual([])
    },
  )

  it('told the console of nothing', () => expect(watched.errors).toEqual([]))
})
