/** The timer page: its list and its calendar, by pointer and by keyboard, with text that wants to be code. */
import type { Browser, Frame, FrameLocator, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, hasChromium, openPage, startChromium } from './browser.ts'
import type { WatchedPage } from './browser.ts'
import { script, signedInUser, startTestStack } from './stack.ts'
import type { SignedInUser, TestStack } from './stack.ts'

const patient = { timeout: 30_000 }
const hostile = '<img src=x onerror="document.title=1"> "\'&'
const zone = 'Europe/Berlin'
const date = '2026-03-10'

describe.skipIf(!hasChromium)('the calendar of the timer page', () => {
  let browser: Browser
  let stack: TestStack
  let user: SignedInUser
  let watched: WatchedPage
  let frame: FrameLocator
  let call: ReturnType<typeof script>

  async function make(method: string, path: string, body: unknown): Promise<void> {
    const { status } = await call(method, path, body)
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}`)
  }

  beforeAll(async () => {
    ;[browser, stack] = await Promise.all([startChromium(), startTestStack()])
    user = await signedInUser(stack.url)
    const { token } = await user.json<{ token: string }>('auth', 'token', 'create', '--name', 'script')
    call = script(stack.url, token)
    await make('PATCH', '/v1/settings', { zone })
    const log = (description: string, from: string, to: string) =>
      make('POST', '/v1/time-entries', {
        description,
        start: `${date}T${from}:00+01:00`,
        end: `${date}T${to}:00+01:00`,
      })
    await log(hostile, '09:00', '10:00')
    await log('second', '10:00', '11:00')
    await make('POST', '/v1/time-entries', { description: 'some time', date, durationSeconds: 1200 })
    await make('POST', '/v1/time-entries', {
      description: 'short night',
      start: '2026-03-29T00:00:00+01:00',
      end: '2026-03-29T04:00:00+02:00',
    })
    watched = await openPage(browser, {
      viewport: { width: 1280, height: 900 },
      timezoneId: 'Pacific/Kiritimati',
    })
    frame = watched.page.frameLocator('iframe')
    await watched.page.goto(`${stack.url}/app/#/timer?show=calendar&date=${date}`)
    await frame.getByLabel('Email').fill(user.email)
    await frame.getByLabel('Password').fill(user.password)
    await frame.getByLabel('Password').press('Enter')
    await block('second').waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await Promise.all([stack?.stop(), user?.leave()])
  })

  const block = (text: string): Locator => frame.locator('.gx-block[data-entry]').filter({ hasText: text })
  const timesOf = async (text: string) => (await block(text).locator('.gx-time').textContent())?.trim()
  const toast = (text: string) => frame.getByRole('status').filter({ hasText: text })
  const undo = () => frame.getByRole('heading', { name: 'Timer', exact: true }).press('Control+z')
  const expectTimes = (text: string, times: string) => expect.poll(() => timesOf(text), patient).toBe(times)
  async function expectClean(): Promise<void> {
    const inner = watched.page.frames().find((one: Frame) => one.url().includes('/app/app.html'))!
    await expectAccessible({ page: inner })
    const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth'
    await expect.poll(() => inner.evaluate(fits)).toBe(true)
  }
  /** From the middle of a block, or its lower edge, so many pixels down. */
  async function drag(what: Locator, down: number, release = true): Promise<void> {
    await what.hover()
    const box = (await what.boundingBox())!
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    await watched.page.mouse.move(x, y)
    await watched.page.mouse.down()
    await watched.page.mouse.move(x, y + down / 2)
    await watched.page.mouse.move(x, y + down)
    if (release) await watched.page.mouse.up()
  }

  it('shows entries where they were, hostile text as text, untimed ones above', async () => {
    await expect.poll(() => timesOf('onerror')).toBe('09:00–10:00')
    await frame.getByRole('button', { name: 'some time' }).waitFor()
    expect(await frame.locator('img').count()).toBe(0)
  })

  it('moves and resizes by keyboard; each is one change to undo', async () => {
    await block('second').focus()
    await block('second').press('Alt+ArrowDown')
    await expectTimes('second', '10:05–11:05')
    await block('second').press('Alt+ArrowRight')
    await expectTimes('second', '10:20–11:20')
    await block('second').press('Alt+Shift+ArrowUp')
    await expectTimes('second', '10:20–11:15')
    await undo()
    await expectTimes('second', '10:20–11:20')
  })

  it('moves focus between blocks; S splits', async () => {
    await block('second').press('ArrowUp')
    await frame.locator(':focus').filter({ hasText: 'onerror' }).waitFor()
    await block('second').focus()
    await block('second').press('s')
    await expect.poll(() => block('second').count(), patient).toBe(2)
    await undo()
    await expect.poll(() => block('second').count(), patient).toBe(1)
  })

  it('moves by pointer, an hour is 48 pixels; Esc leaves it where it was', async () => {
    await drag(block('second'), 96, false)
    await frame.locator('.gx-ghost').waitFor()
    await frame.locator('body').press('Escape')
    await frame.locator('.gx-ghost').waitFor({ state: 'detached' })
    await watched.page.mouse.up()
    await expect.poll(() => timesOf('second')).toBe('10:20–11:20')
    await drag(block('second'), 96)
    await toast('Moved').waitFor()
    await expectTimes('second', '12:20–13:20')
    await drag(block('second').locator('[data-edge]'), 48)
    await expectTimes('second', '12:20–14:20')
  })

  it('asks what becomes of what is in the way', async () => {
    await drag(block('second'), -160)
    const dialog = frame.getByRole('dialog', { name: 'It overlaps other entries' })
    await dialog.getByText('stays').waitFor()
    await dialog.getByLabel('Where it overlaps others').selectOption({ label: 'Cut the others' })
    await dialog.getByText('goes to the trash').waitFor()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expectTimes('second', '09:00–11:00')
    await expect.poll(() => block('onerror').count(), patient).toBe(0)
    await undo()
    await block('onerror').waitFor()
    await expectTimes('second', '12:20–14:20')
  })

  it('adds by a double click, with a dialog that says what is wrong', async () => {
    await frame.locator('.gx-calendar-track').dblclick({ position: { x: 40, y: 16 * 48 } })
    const dialog = frame.getByRole('dialog', { name: 'New entry' })
    await dialog.getByLabel('Description').fill('third')
    await dialog.getByLabel('Project').fill('Thesis')
    await dialog.getByLabel('To', { exact: true }).fill(`${date}T08:00`)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('It has to end after it begins.').waitFor()
    await dialog.getByLabel('To', { exact: true }).fill(`${date}T17:00`)
    await dialog.getByLabel('Description').press('Enter')
    await expectTimes('third', '16:00–17:00')
  })

  it('joins with the next in the dialog that Enter opens', async () => {
    await block('second').press('Enter')
    await frame.getByRole('dialog').getByRole('button', { name: 'Join with next' }).click()
    await expectTimes('second', '12:20–17:00')
    await undo()
    await block('third').waitFor()
  })

  it('counts the hours of a day on which the clock is set forward', async () => {
    await watched.page.goto(`${stack.url}/app/#/timer?show=calendar&date=2026-03-29`)
    await frame.locator('[data-day="2026-03-29"][data-hours="23"]').waitFor()
    const height = (await block('short night').boundingBox())!.height
    expect(Math.round(height / 48)).toBe(3)
  })

  it('lists the same, edits, duplicates and deletes with a way back', async () => {
    await watched.page.goto(`${stack.url}/app/#/timer?date=${date}`)
    await frame.getByRole('button', { name: 'Duplicate: third' }).click()
    const rows = frame.getByRole('listitem').filter({ hasText: 'third' })
    await expect.poll(() => rows.count(), patient).toBe(2)
    await frame.getByRole('button', { name: 'Delete: third' }).first().click()
    await expect.poll(() => rows.count(), patient).toBe(1)
    await toast('Deleted').getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => rows.count(), patient).toBe(2)
    await frame.getByRole('button', { name: 'Forward' }).click()
    await frame.getByText('Nothing recorded.').waitFor()
    expect(watched.page.url()).toContain('date=2026-03-11')
  })

  it.each(['light', 'dark'] as const)('is accessible and fits, in %s', async (colorScheme) => {
    await watched.page.emulateMedia({ colorScheme })
    for (const width of [320, 1280]) {
      await watched.page.setViewportSize({ width, height: 900 })
      for (const [query, ready] of [
        ['show=calendar&by=week', '.gx-calendar'],
        ['by=week', '.gx-list'],
      ]) {
        await watched.page.goto(`${stack.url}/app/#/timer?date=${date}&${query!}`)
        await frame.locator(ready!).first().waitFor()
        await expectClean()
      }
    }
  })

  it('broke no rule of its policy and no script', () => {
    expect(watched.errors).toEqual([])
  })
})
