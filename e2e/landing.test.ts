/** The landing page in a browser: both languages, light and dark, small and wide, and without JavaScript. */
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../tools/features.ts'
import { expectAccessible, expectFits, hasChromium, openPage, startChromium } from './browser.ts'
import { hasNginx, startNginx } from './nginx.ts'
import type { RunningNginx } from './nginx.ts'

const folder = join(root, 'packages', 'landing', 'public')
const pages = [
  ['/', 'en', 'ltr', 'Where did the week'],
  ['/fa/', 'fa', 'rtl', 'هفته کجا رفت؟'],
] as const

describe.skipIf(!hasChromium || !hasNginx)('the landing page', () => {
  let nginx: RunningNginx
  let browser: Browser
  beforeAll(async () => {
    ;[nginx, browser] = await Promise.all([startNginx('landing', { '.': folder }), startChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await nginx?.stop()
  })

  const looks = pages.flatMap(([path]) =>
    (['light', 'dark'] as const).flatMap((scheme) =>
      [320, 1280].map((width) => [path, scheme, width] as const),
    ),
  )
  test.each(looks)(
    '%s, %s, %d px: accessible, nothing sticks out, nothing from elsewhere',
    async (path, scheme, width) => {
      const watched = await openPage(browser, {
        viewport: { width, height: 800 },
        colorScheme: scheme,
        reducedMotion: 'reduce',
      })
      await watched.page.goto(nginx.url + path)
      await expectAccessible(watched)
      await expectFits(watched)
      expect(watched.errors).toEqual([])
      for (const { url } of await watched.sent()) expect(url.startsWith(`${nginx.url}/`), url).toBe(true)
      await watched.close()
    },
  )

  test.each(pages)('%s says all of it without JavaScript, in %s, %s', async (path, lang, dir, words) => {
    const watched = await openPage(browser, { javaScriptEnabled: false })
    const { page } = watched
    await page.goto(nginx.url + path)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(words)
    expect([
      await page.locator('html').getAttribute('lang'),
      await page.locator('html').getAttribute('dir'),
    ]).toEqual([lang, dir])
    expect(await page.locator('script').count()).toBe(0)
    // An answer opens without a script, too.
    await page.locator('details summary').first().click()
    await expect.poll(() => page.locator('details p').first().isVisible()).toBe(true)
    expect(await page.locator('a[href="/app/"]').count()).toBeGreaterThan(1)
    await watched.close()
  })
})

test('both languages have the same parts in the same order', () => {
  const partsOf = (file: string) =>
    readFileSync(join(folder, file), 'utf8').match(/<(?:section|h[1-3]|li|details|pre|nav|footer)\b/g)
  expect(partsOf('fa/index.html')).toEqual(partsOf('index.html'))
})

test('the steps are those of the README', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  for (const file of ['index.html', 'fa/index.html']) {
    const steps = [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/<pre[^>]*><code>([^<]*)<\/code><\/pre>/g),
    ]
    expect(steps.length).toBe(3)
    for (const [, step] of steps) expect(readme).toContain(step)
  }
})

test('all of it but the picture is at most 25 KB after gzip', () => {
  const files = globSync('**/*', { cwd: folder }).filter(
    (file) => !file.endsWith('.webp') && statSync(join(folder, file)).isFile(),
  )
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0)
  expect(bytes).toBeLessThan(25 * 1024)
})
