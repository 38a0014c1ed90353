/** The design system: every component in every state, light and dark, both directions, on the smallest and a usual screen. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bundle } from 'lightningcss'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { appIcons, pixelSizeOf } from '../tools/build/icons.ts'
import { serveGallery } from '../tools/build/gallery.ts'
import { root } from '../tools/features.ts'
import { expectAccessible, expectFits, hasChromium, openPage, startChromium } from './browser.ts'

const design = join(root, 'packages', 'pwa', 'src', 'design')
const sheets = globSync('**/*.css', { cwd: design }).map((name) => ({
  name,
  text: readFileSync(join(design, name), 'utf8'),
}))

describe.skipIf(!hasChromium)('the gallery', () => {
  let browser: Browser
  let gallery: Awaited<ReturnType<typeof serveGallery>>
  beforeAll(async () => {
    ;[browser, gallery] = await Promise.all([startChromium(), serveGallery()])
  })
  afterAll(async () => {
    await browser?.close()
    await gallery?.close()
  })

  const looks = ['light', 'dark'].flatMap((theme) =>
    ['en', 'fa'].flatMap((lang) => [320, 1280].map((width) => [theme, lang, width] as const)),
  )
  test.each(looks)('%s, %s, %d px: accessible, and nothing sticks out', async (theme, lang, width) => {
    const watched = await openPage(browser, { viewport: { width, height: 800 }, reducedMotion: 'reduce' })
    await watched.page.goto(`${gallery.url}?theme=${theme}&lang=${lang}`)
    await watched.page.getByRole('heading', { level: 1 }).waitFor()
    await expectAccessible(watched)
    await expectFits(watched)
    expect(watched.errors).toEqual([])
    await watched.close()
  })

  test('2.4.11: what has the focus is not hidden below a bar', async () => {
    const watched = await openPage(browser, {
      viewport: { width: 320, height: 500 },
      reducedMotion: 'reduce',
    })
    const { page } = watched
    await page.goto(gallery.url)
    await page.locator('#main').waitFor()
    const hidden: unknown[] = []
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab')
      const covered = await page.evaluate(`(() => {
        const focused = document.activeElement
        if (!focused.closest('main')) return null
        const { left, top, width, height } = focused.getBoundingClientRect()
        const bars = [...document.querySelectorAll('.gx-topbar, .gx-nav')].map((bar) => bar.getBoundingClientRect())
        const isHidden = bars.some((bar) => top >= bar.top && top + height <= bar.bottom)
        return isHidden ? focused.outerHTML : null
      })()`)
      if (covered !== null) hidden.push(covered)
    }
    expect(hidden).toEqual([])
    await watched.close()
  })
})

describe('style sheets', () => {
  test('leave room for the views: at most 9.5 of the 12 KB after gzip', () => {
    const { code } = bundle({ filename: join(design, 'design.css'), minify: true })
    expect(gzipSync(code).length).toBeLessThanOrEqual(9.5 * 1024)
  })

  test.each(sheets)('$name: logical properties only, nothing forced, nothing from elsewhere', ({ text }) => {
    const physical =
      /^\s*(?:margin|padding|border)-(?:left|right)|^\s*(?:left|right|width|height|min-width|max-width|text-align: (?:left|right)|float)\s*:/m
    expect(text).not.toMatch(physical)
    expect(text).not.toMatch(/!important|https?:|url\((?!'\/app\/assets\/)/)
  })

  test('colours are tokens: only tokens.css and print.css write one', () => {
    const writing = sheets.filter(({ text }) => /:[^;{}]*(?:#[0-9a-f]{3,8}\b|\brgba?\(|\bhsl)/i.test(text))
    expect(writing.map(({ name }) => name).toSorted()).toEqual(['print.css', 'tokens.css'])
  })
})

describe('W8: icons of the installed app', () => {
  const files = join(root, 'packages', 'pwa', 'public')
  interface Icon {
    readonly src: string
    readonly sizes: string
    readonly purpose?: string
  }
  const manifest = JSON.parse(readFileSync(join(files, 'manifest.webmanifest'), 'utf8')) as {
    icons: Icon[]
    shortcuts?: { icons?: Icon[] }[]
  }
  const pixels = (name: string) => pixelSizeOf(readFileSync(join(files, name)))

  test.each(appIcons)('$file has the pixels that its name says', ({ file, size }) => {
    expect(file).toContain(`-${size}.png`)
    expect(pixels(file)).toEqual([size, size])
  })

  test('the manifest names files that are there, with the size that they have', () => {
    const named = [...manifest.icons, ...(manifest.shortcuts ?? []).flatMap(({ icons }) => icons ?? [])]
    for (const { src, sizes } of named.filter(({ src }) => src.endsWith('.png')))
      expect(pixels(src.replace('/app/', '')).join('x'), src).toBe(sizes)
    for (const size of ['192x192', '512x512'])
      expect(named.some(({ sizes, purpose }) => sizes === size && purpose === 'any')).toBe(true)
    expect(named.some(({ purpose }) => purpose === 'maskable')).toBe(true)
  })
})
