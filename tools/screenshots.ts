/**
 * Pictures of the app for the documentation: `npm run screenshots`. A stack of its own, a story that is made up, Chromium;
 * every view in both languages, light and dark, and the main ones as on a phone. WebP, since a picture is to be small.
 */
import { copyFile, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { freePort } from '@goalixa/service-kit/free-port'
import { appViews } from '../packages/pwa/src/bridge/views.ts'
import { ensurePwa } from './build/build-pwa.ts'
import { root } from './features.ts'
import { startStack } from './stack/stack.ts'
import type { Call } from './story.ts'
import { tellStory } from './story.ts'

const folder = join(root, 'docs', 'screenshots')
const onPhones = new Set<string>(['overview', 'timer', 'tasks', 'habits', 'reports'])
/** Where it is afternoon now: pictures of an empty morning say little. */
const hourIn = (zone: string) => Temporal.Now.zonedDateTimeISO(zone).hour
const zone = [
  'Pacific/Honolulu',
  'America/Los_Angeles',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Tehran',
  'Asia/Dhaka',
  'Asia/Tokyo',
  'Pacific/Auckland',
].toSorted((a, b) => Math.abs(hourIn(a) - 16) - Math.abs(hourIn(b) - 16))[0]!
const password = 'correct horse battery'

await ensurePwa()
const data = await mkdtemp(join(tmpdir(), 'goalixa-screenshots-'))
const stack = await startStack({
  data,
  databaseUrl: undefined,
  host: '127.0.0.1',
  port: await freePort(),
  logLevel: 'warn',
  onFailure: (part) => console.error(`${part} failed`),
})
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--force-color-profile=srgb'],
})
try {
  await mkdir(folder, { recursive: true })
  for (const file of await readdir(folder)) if (file.endsWith('.webp')) await rm(join(folder, file))
  for (const language of ['en', 'fa'] as const) await takeAll(language)
  // The front page shows what it speaks of.
  for (const file of await readdir(folder))
    if (/^overview-(en|fa)-(light|dark)\.webp$/.test(file))
      await copyFile(join(folder, file), join(root, 'packages', 'landing', 'public', file))
  const sizes = await Promise.all(
    (await readdir(folder)).map(async (file) => (await stat(join(folder, file))).size),
  )
  console.log(
    `${sizes.length} pictures, ${Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1024)} KiB`,
  )
} finally {
  await browser.close()
  await stack.stop()
  await rm(data, { recursive: true, force: true })
}

async function takeAll(language: 'en' | 'fa'): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: language === 'fa' ? 'fa-IR' : 'en-GB',
    timezoneId: zone,
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const frame = page.frameLocator('iframe')
  await page.goto(`${stack.url}/app/#/sign-up`)
  await frame.locator('input[type=email]').fill(`ada-${language}@example.org`)
  await frame.locator('input[type=password]').fill(password)
  await frame.locator('input[type=password]').press('Enter')
  await frame.locator('[data-sync=synced]').waitFor({ timeout: 60_000 })
  const call: Call = (method, path, body) =>
    page.evaluate(
      async ([how, where, what]) => {
        const answer = await fetch(where, {
          method: how,
          headers: { 'content-type': 'application/json', 'x-client-version': 'screenshots' },
          body: JSON.stringify(what),
        })
        if (!answer.ok) throw new Error(`${how} ${where}: ${await answer.text()}`)
        const text = await answer.text()
        return text === '' ? undefined : (JSON.parse(text) as unknown)
      },
      [method, path, body] as const,
    )
  await tellStory(call, { language, now: Temporal.Now.instant().toString(), zone })
  await call('POST', '/v1/timer/start', {
    description: language === 'fa' ? 'فصل دوم، پیش‌نویس نخست' : 'Second chapter, first draft',
    project: language === 'fa' ? 'پایان‌نامه' : 'Thesis',
    at: Temporal.Now.instant().subtract({ minutes: 52 }).toString({ smallestUnit: 'second' }),
  })
  await page.reload()
  await frame.locator('[data-sync=synced]').waitFor()
  for (const view of appViews)
    for (const theme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width: 1280, height: 800 })
      await show(page, view, theme)
      await take(page, `${view}-${language}-${theme}`)
      if (!onPhones.has(view)) continue
      await page.setViewportSize({ width: 320, height: 640 })
      await take(page, `${view}-${language}-${theme}-phone`)
    }
  await context.close()
}

async function show(page: Page, view: string, theme: 'light' | 'dark'): Promise<void> {
  const frame = page.frameLocator('iframe')
  await page.evaluate(`location.hash = '#/${view}'`)
  await frame.locator(`nav [aria-current=page][href*="${view}"]`).first().waitFor({ state: 'attached' })
  await frame.locator('main h1').first().waitFor()
  await frame.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' })
  // Not every view says that it is still reading.
  await page.waitForTimeout(400)
  const inner = page.frames().find((one) => one.url().endsWith('/app/app.html'))!
  await inner.evaluate(`for (const { dataset } of [document.documentElement, top.document.documentElement])
    dataset.theme = '${theme}'`)
}

async function take(page: Page, name: string): Promise<void> {
  const inner = page.frames().find((one) => one.url().endsWith('/app/app.html'))!
  await page.frameLocator('iframe').locator('main .gx-skeleton').first().waitFor({ state: 'detached' })
  // As it looks at rest: fonts there, colours arrived.
  await inner.evaluate(`(async () => {
    await document.fonts.ready
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    for (const moving of document.getAnimations())
      if (moving.effect.getComputedTiming().endTime !== Infinity) moving.finish()
    document.querySelector('main').scrollTo(0, 0)
  })()`)
  const session = await page.context().newCDPSession(page)
  const { data: picture } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 70 })
  await session.detach()
  await writeFile(join(folder, `${name}.webp`), Buffer.from(picture, 'base64'))
}
