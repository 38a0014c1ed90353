/** Reports in a browser: each form by pointer and keyboard, on paper, and as the CSV that the command prints. */
import { readFile } from 'node:fs/promises'
import type { Browser, FrameLocator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, hasChromium, openPage, startChromium } from './browser.ts'
import type { WatchedPage } from './browser.ts'
import { script, signedInUser, startTestStack } from './stack.ts'
import type { SignedInUser, TestStack } from './stack.ts'

const patient = { timeout: 30_000 }
const hostile = '<img src=x onerror="document.title=1"> "\'&'
const days = { from: '2026-03-02', to: '2026-03-09' }
const query = `from=${days.from}&to=${days.to}`
const forms = ['summary', 'detailed', 'weekly', 'hours', 'goals', 'habits'] as const
type Form = (typeof forms)[number]

describe.skipIf(!hasChromium)('reports', () => {
  let browser: Browser
  let stack: TestStack
  let user: SignedInUser
  let watched: WatchedPage
  let frame: FrameLocator

  async function signIn(one: WatchedPage, to: string): Promise<FrameLocator> {
    const inner = one.page.frameLocator('iframe')
    await one.page.goto(`${stack.url}/app/#${to}`)
    await inner.locator('input[type=email]').fill(user.email)
    await inner.locator('input[type=password]').fill(user.password)
    await inner.locator('input[type=password]').press('Enter')
    await inner.locator('[data-answers][aria-busy=false]').waitFor({ timeout: 30_000 })
    return inner
  }

  beforeAll(async () => {
    ;[browser, stack] = await Promise.all([startChromium(), startTestStack()])
    user = await signedInUser(stack.url)
    const { token } = await user.json<{ token: string }>('auth', 'token', 'create', '--name', 'script')
    const call = script(stack.url, token)
    const make = async (method: string, path: string, body: unknown) => {
      const { status } = await call(method, path, body)
      if (status >= 300) throw new Error(`${method} ${path} answered ${status}`)
    }
    await make('PATCH', '/v1/settings', { zone: 'UTC' })
    await make('POST', '/v1/projects', { name: hostile })
    await make('POST', '/v1/time-entries', {
      description: '=1+1',
      project: hostile,
      start: '2026-03-03T22:00:00Z',
      end: '2026-03-04T01:30:00Z',
    })
    await make('POST', '/v1/time-entries', {
      description: hostile,
      start: '2026-03-05T09:00:00Z',
      end: '2026-03-05T10:00:01Z',
    })
    await make('POST', '/v1/goals', { name: hostile, targetSeconds: 36_000 })
    await make('POST', '/v1/habits', { name: hostile, frequency: { kind: 'daily' } })
    watched = await openPage(browser, { viewport: { width: 1280, height: 900 }, acceptDownloads: true })
    frame = await signIn(watched, `/reports?${query}`)
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await Promise.all([stack?.stop(), user?.leave()])
  })

  /** Once what is shown answers an address with all of this in it. */
  const shows = (...parts: string[]) =>
    frame
      .locator(`[data-answers]${parts.map((part) => `[data-answers*="${part}"]`).join('')}[aria-busy=false]`)
      .waitFor()
  const open = async (form: Form) => {
    await watched.page.evaluate(`location.hash = '#/reports?form=${form}&${query}'`)
    await frame
      .locator(`nav a[aria-current=page][href*="${form === 'summary' ? '/reports?from' : form}"]`)
      .waitFor()
    await frame.locator('[data-answers][aria-busy=false]').waitFor()
  }
  const tab = (name: string) =>
    frame.getByRole('link', { name, exact: true }).and(frame.locator('.gx-tabs a'))

  it('has six forms, by pointer and by keyboard, each an address; hostile text is text', async () => {
    for (const [at, name] of ['Detailed', 'Weekly', 'Hours', 'Goals', 'Habits'].entries()) {
      if (at % 2 === 0) await tab(name).click()
      else await tab(name).press('Enter')
      await shows(`form=${name.toLowerCase()}`)
      expect(watched.page.url()).toContain(`form=${name.toLowerCase()}`)
      if (name !== 'Weekly' && name !== 'Hours') await frame.getByText(hostile).first().waitFor(patient)
      expect(await frame.locator('img').count()).toBe(0)
    }
    await tab('Summary').click()
    await expect.poll(() => watched.page.url()).not.toContain('form=')
    await frame.locator('[data-group]').getByText(hostile).waitFor()
  })

  it('keeps what was chosen in the address: groups, days, filter', async () => {
    await open('summary')
    await frame.getByLabel('Group by').selectOption('label')
    await shows('by=label')
    await frame.getByRole('textbox', { name: 'Filter' }).fill('duration>2h')
    await watched.page.keyboard.press('Enter')
    await shows('by=label', 'duration')
    await expect
      .poll(() => frame.locator('[data-line=all] [data-seconds]').getAttribute('data-seconds'))
      .toBe('12600')
    await frame.locator('.gx-page-actions select').selectOption('last month')
    await shows('by=label', 'duration', 'days=last')
    await watched.page.goBack()
    await shows('by=label', 'duration', 'from=2026-03-02')
  })

  it.each(forms)('saves %s as the bytes that the command prints', async (form) => {
    await open(form)
    const args = ['report', ...(form === 'summary' ? [] : [form])]
    const range = form === 'goals' ? [] : ['--from', days.from, '--to', days.to, '--zone', 'UTC']
    for (const isForSpreadsheet of [true, false]) {
      const saving = watched.page.waitForEvent('download')
      if (isForSpreadsheet) await frame.getByRole('button', { name: 'Download CSV' }).click()
      else {
        await frame.getByRole('button', { name: 'Other forms of CSV' }).click()
        await frame.getByRole('menuitem', { name: 'Plain CSV for programs' }).click()
      }
      const saved = await readFile(await (await saving).path(), 'utf8')
      const { code, stdout, stderr } = await user.goalixa([
        ...args,
        ...range,
        '--csv',
        ...(isForSpreadsheet ? ['--spreadsheet'] : []),
      ])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(saved).toBe(stdout)
    }
  })

  it('prints without what is for the screen alone', async () => {
    await open('summary')
    await watched.page.emulateMedia({ media: 'print' })
    expect(await frame.locator('.gx-page-actions').isVisible()).toBe(false)
    expect(await frame.locator('.gx-tabs').isVisible()).toBe(false)
    await expect.poll(() => frame.locator('[data-group]').first().isVisible()).toBe(true)
    await expect.poll(() => frame.getByText('As of').isVisible()).toBe(true)
    await watched.page.emulateMedia({ media: null })
  })

  it.each(['light', 'dark'] as const)('is accessible and fits, in %s', async (colorScheme) => {
    await watched.page.emulateMedia({ colorScheme })
    for (const width of [1280, 320]) {
      await watched.page.setViewportSize({ width, height: 900 })
      for (const form of forms) {
        await open(form)
        await expectClean(watched)
      }
    }
  })

  it('is accessible in Persian', async () => {
    const persian = await openPage(browser, { viewport: { width: 320, height: 800 }, locale: 'fa-IR' })
    await signIn(persian, `/reports?${query}`)
    await expectClean(persian)
    expect(persian.errors).toEqual([])
    await persian.close()
  })

  it('never said an error', () => expect(watched.errors).toEqual([]))

  async function expectClean({ page }: WatchedPage): Promise<void> {
    const inner = page.frames().find((one) => one.url().includes('/app/app.html'))!
    await expectAccessible({ page: inner })
    const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth'
    await expect.poll(() => inner.evaluate(fits)).toBe(true)
  }
})
