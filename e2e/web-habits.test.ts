/** Habits and reminders in a browser, by pointer and by keyboard. */
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, expectFits, hasChromium, openPage, startChromium } from './browser.ts'
import type { WatchedPage } from './browser.ts'
import type { TestStack } from './stack.ts'
import { startTestStack } from './stack.ts'

const patient = { timeout: 30_000 }
const hostile = `<img src=x onerror="document.title=1"> '&`

interface StoredHabit {
  readonly name: string
  readonly archived: boolean
  readonly frequency: unknown
  readonly targetAmount: number | null
  readonly today: { readonly state: string; readonly amount: number | null }
  readonly streak: { readonly current: number }
  readonly score: number
  readonly recent: readonly { readonly date: string; readonly state: string }[]
}
interface StoredReminder {
  readonly id: string
  readonly title: string
  readonly status: string
  readonly repeat: string
  readonly days: number[]
  readonly time: string
}

describe.skipIf(!hasChromium)('habits and reminders in a browser', () => {
  let browser: Browser
  let stack: TestStack
  let watched: WatchedPage
  let page: Page
  let frame: FrameLocator

  beforeAll(async () => {
    ;[browser, stack] = await Promise.all([startChromium(), startTestStack()])
    watched = await openPage(browser, { viewport: { width: 1280, height: 900 }, serviceWorkers: 'block' })
    page = watched.page
    page.setDefaultTimeout(10_000)
    frame = page.frameLocator('iframe')
    await page.goto(`${stack.url}/app/#/sign-up`)
    await frame.getByLabel('Email').fill('habits@example.org')
    await frame.getByLabel('Password').fill('correct horse battery')
    await frame.getByRole('button', { name: 'Make an account', exact: true }).click()
    await frame.getByRole('navigation').getByRole('link', { name: 'Habits' }).click()
    await frame.getByRole('heading', { level: 1, name: 'Habits' }).waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
  })

  const visit = async (path: string, title: string) => {
    await page.goto(`${stack.url}/app/#${path}`)
    await frame.getByRole('heading', { level: 1, name: title }).waitFor()
  }
  const listOf = <Item>(path: string) =>
    page.evaluate<Item[]>(`fetch('/v1/${path}').then((answer) => answer.json()).then(({ items }) => items)`)
  // As the device counts its days: the server alone would take those of UTC.
  const habit = async (name: string) => {
    const zone = await page.evaluate<string>('Intl.DateTimeFormat().resolvedOptions().timeZone')
    const all = await listOf<StoredHabit>(`habits?limit=50&zone=${encodeURIComponent(zone)}`)
    return all.find((one) => one.name === name)
  }
  const reminder = async (title: string) =>
    (await listOf<StoredReminder>('reminders?limit=50')).find((one) => one.title === title)
  const row = (name: string) => frame.locator('li[data-id]').filter({ hasText: name })
  const menu = async (name: string, item: string) => {
    await frame.getByRole('button', { name: `More: ${name}`, exact: true }).click()
    await frame.getByRole('menuitem', { name: item }).click()
  }
  const inner = async () => (await (await page.waitForSelector('iframe:not([hidden])')).contentFrame())!
  const undo = () => frame.locator('.gx-toast').getByRole('button', { name: 'Undo' }).click()

  it('adds a habit in one line, ticks today, and takes it back', async () => {
    await frame.getByRole('heading', { name: 'No habits yet' }).waitFor()
    const line = frame.getByRole('textbox', { name: 'New habit, for every day' })
    await line.fill('Read')
    await line.press('Enter')
    await row('Read').waitFor()
    const box = frame.getByRole('checkbox', { name: 'Today: Read' })
    await box.focus()
    await page.keyboard.press('Space')
    await row('Read').getByText('Streak: 1 day').waitFor()
    await expect
      .poll(() => habit('Read'), patient)
      .toMatchObject({ today: { state: 'done' }, streak: { current: 1 } })
    const { score } = (await habit('Read'))!
    await row('Read').getByText(`Score: ${score}`).waitFor()
    await undo()
    await expect.poll(() => habit('Read'), patient).toMatchObject({ today: { state: 'open' } })
    await expect.poll(() => box.isChecked(), patient).toBe(false)
  })

  it('ticks a past day by a click in the list', async () => {
    const days = row('Read').getByRole('group', { name: 'Last 14 days: Read' }).getByRole('button')
    await expect.poll(() => days.count()).toBe(14)
    await days.nth(10).click()
    await expect
      .poll(async () => (await habit('Read'))!.recent.map(({ state }) => state)[10], patient)
      .toBe('done')
    await expect.poll(() => days.nth(10).getAttribute('aria-label'), patient).toContain('done')
    await expect.poll(() => days.nth(11).getAttribute('aria-label'), patient).toContain('missed')
  })

  it('makes a counted habit of some days, says amounts, and refuses what is none', async () => {
    await frame.getByRole('button', { name: 'All fields' }).click()
    const dialog = frame.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('A name has 1 to 200 characters.').waitFor()
    await dialog.getByLabel('Name').fill('Water')
    await dialog.getByLabel('How often').selectOption('Times a week')
    await dialog.getByLabel('How many times').fill('9')
    await dialog.getByLabel('A day needs').fill('8')
    await dialog.getByLabel('Unit').fill('cups')
    await dialog.getByLabel('Has a colour').check({ force: true })
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('Between 1 and 7 times.').waitFor()
    await dialog.getByLabel('How many times').fill('5')
    await expectAccessible({ page: await inner() })
    await dialog.getByRole('button', { name: 'Save' }).click()
    await row('Water').getByText('5 times a week').waitFor()
    await expect
      .poll(() => habit('Water'), patient)
      .toMatchObject({ frequency: { kind: 'perWeek', times: 5 }, targetAmount: 8 })
    const amount = frame.getByRole('textbox', { name: 'Amount of today: Water' })
    await amount.fill('many')
    await amount.press('Enter')
    await frame.getByText('An amount is a number').waitFor()
    await amount.fill('۲٫۵')
    await amount.press('Enter')
    await expect.poll(() => habit('Water'), patient).toMatchObject({ today: { state: 'open', amount: 2.5 } })
    await frame.getByRole('button', { name: 'One more today: Water' }).click()
    await expect.poll(() => habit('Water'), patient).toMatchObject({ today: { amount: 3.5 } })
    await frame.getByRole('checkbox', { name: 'Today: Water' }).check({ force: true })
    await expect.poll(() => habit('Water'), patient).toMatchObject({ today: { state: 'done', amount: 8 } })
  })

  it('has a page for a habit: arrows go from day to day, Enter ticks; a day can be skipped', async () => {
    await frame.getByRole('link', { name: 'Read', exact: true }).click()
    await frame.getByRole('heading', { level: 1, name: 'Read' }).waitFor()
    const days = frame.getByRole('table', { name: 'The last half year' })
    await days.locator('[aria-current=date]').focus()
    for (const key of ['ArrowLeft', 'ArrowUp', 'Enter']) await page.keyboard.press(key)
    await expect.poll(() => frame.locator('.gx-day:focus').getAttribute('data-state'), patient).toBe('done')
    const recent = async () => (await habit('Read'))!.recent.map(({ state }) => state)
    await expect.poll(async () => (await recent())[13 - 8], patient).toBe('done')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await recent())[13 - 8], patient).not.toBe('done')
    await frame.getByRole('button', { name: 'Another day' }).click()
    await frame.getByRole('dialog').getByRole('button', { name: 'Skip' }).click()
    await expect.poll(() => habit('Read'), patient).toMatchObject({ today: { state: 'skip' } })
    await expectAccessible({ page: await inner() })
    await frame.getByRole('link', { name: 'All habits' }).click()
    await row('Water').waitFor()
  })

  it('W13: hostile text is text; edits, archives and removes with a way back', async () => {
    await frame.getByRole('textbox', { name: 'New habit, for every day' }).fill(hostile)
    await frame.getByRole('button', { name: 'Add', exact: true }).click()
    await row('onerror').waitFor()
    expect(await frame.locator('img').count()).toBe(0)
    await menu('Read', 'Edit')
    const dialog = frame.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Read a book')
    await dialog.getByLabel('How often').selectOption('On days of the week')
    for (const day of ['Mon', 'Fri']) await dialog.getByLabel(day).check({ force: true })
    await dialog.getByLabel('Name').press('Enter')
    await expect
      .poll(() => habit('Read a book'), patient)
      .toMatchObject({ frequency: { kind: 'weekdays', days: [1, 5] } })
    await row('on Mon and Fri').waitFor()
    await menu('Read a book', 'Archive')
    await expect.poll(() => row('Read a book').count(), patient).toBe(0)
    await frame.getByRole('button', { name: 'Archive', exact: true }).click()
    await menu('Read a book', 'Out of the archive')
    await expect.poll(() => habit('Read a book'), patient).toMatchObject({ archived: false })
    await frame.getByRole('button', { name: 'In use' }).click()
    await menu('Water', 'Remove')
    await expect.poll(() => row('Water').count(), patient).toBe(0)
    await undo()
    await row('Water').waitFor()
  })

  it('adds reminders in words and in fields, with what is wrong beside the field', async () => {
    await visit('/reminders', 'Reminders')
    await frame.getByRole('button', { name: 'New reminder' }).first().click()
    const dialog = frame.getByRole('dialog')
    await dialog.getByLabel('What about?').fill('Call Ada')
    await dialog.getByLabel('When, in words').fill('some nonsense')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.locator('#reminder-words-problem:not(:empty)').waitFor()
    await dialog.getByLabel('When, in words').fill('tomorrow 17:30')
    await dialog.getByLabel('When, in words').press('Tab')
    await expect.poll(() => dialog.getByLabel('Time').inputValue(), patient).toBe('17:30')
    await expectAccessible({ page: await inner() })
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => reminder('Call Ada'), patient).toMatchObject({ time: '17:30', repeat: 'none' })
    await frame.getByRole('button', { name: 'New reminder' }).first().click()
    await dialog.getByLabel('What about?').fill(`Stretch ${hostile}`)
    await dialog.getByLabel('How often').selectOption('On days of the week')
    for (const day of ['Tue', 'Thu']) await dialog.getByLabel(day).check({ force: true })
    await dialog.getByLabel('What about?').press('Enter')
    await row('Stretch').getByText('every week on Tue and Thu').waitFor()
    expect(await frame.locator('img').count()).toBe(0)
    await expect
      .poll(() => reminder(`Stretch ${hostile}`), patient)
      .toMatchObject({ repeat: 'weekly', days: [2, 4] })
  })

  it('D16: what is due is snoozed or done, edited, and removed with a way back', async () => {
    await menu('Call Ada', 'Edit')
    await frame.getByRole('dialog').getByLabel('Date').fill('2026-01-01')
    await frame.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await frame.getByRole('button', { name: 'In 10 minutes: Call Ada' }).click()
    await expect.poll(() => reminder('Call Ada'), patient).toMatchObject({ status: 'snoozed' })
    await row('Call Ada').getByText('snoozed').waitFor()
    await undo()
    await expect.poll(() => reminder('Call Ada'), patient).toMatchObject({ status: 'due' })
    await frame.getByRole('button', { name: 'Done: Call Ada' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => reminder('Call Ada'), patient).toMatchObject({ status: 'done' })
    await menu('Call Ada', 'Remove')
    await expect.poll(() => row('Call Ada').count(), patient).toBe(0)
    await undo()
    await row('Call Ada').waitFor()
  })

  it.each(['light', 'dark'] as const)('is accessible and fits a phone, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    const [first] = await listOf<{ readonly id: string; readonly name: string }>('habits?limit=1')
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 })
      for (const [path, title] of [
        ['/habits', 'Habits'],
        [`/habits/${first!.id}`, first!.name],
        ['/reminders', 'Reminders'],
      ] as const) {
        await visit(path, title)
        await frame.locator('main .gx-card').first().waitFor()
        await expectAccessible({ page: await inner() })
        await expectFits(watched)
      }
    }
  })

  it('tells of a reminder that becomes due, in one of two tabs', async () => {
    await page.setViewportSize({ width: 1280, height: 900 })
    const other = await page.context().newPage()
    await other.goto(`${stack.url}/app/#/reminders`)
    const frames = [frame, other.frameLocator('iframe')]
    await frames[1]!.getByRole('heading', { level: 1, name: 'Reminders' }).waitFor()
    // Whatever was said before is gone.
    await visit('/habits', 'Habits')
    for (const one of [page, other])
      await (await (await one.waitForSelector('iframe:not([hidden])')).contentFrame())!.evaluate(`
        globalThis.told = []
        const notices = document.querySelector('.gx-toasts')
        new MutationObserver(() => { if (notices.textContent.includes('Reminder: Tea')) told.push(1) })
          .observe(notices, { childList: true, subtree: true })
        globalThis.shown = 0
        globalThis.Notification = class { static permission = 'default'; constructor() { shown++ } }`)
    await page.evaluate(`(async () => {
      const ask = (path, body) => fetch(path, { method: 'POST', body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' } }).then((answer) => answer.json())
      const { id } = await ask('/v1/reminders', { title: 'Tea', date: '2020-01-01', time: '09:00' })
      await ask('/v1/reminders/' + id + '/done', {})
      await ask('/v1/reminders/' + id + '/snooze', { until: new Date(Date.now() + 2000).toISOString().slice(0, 19) + 'Z' })
    })()`)
    const told = async () => {
      const counts = await Promise.all(
        [page, other].map(async (one) =>
          (await (await one.waitForSelector('iframe:not([hidden])')).contentFrame())!.evaluate<number>(
            'told.length',
          ),
        ),
      )
      return counts.filter((count) => count > 0).length
    }
    await expect.poll(told, patient).toBe(1)
    await frames[1]!.getByText('Tea', { exact: true }).waitFor()
    await expect.poll(() => told()).toBe(1)
    // Nobody has allowed the system to tell.
    const shown = async (one: Page) =>
      (await (await one.waitForSelector('iframe:not([hidden])')).contentFrame())!.evaluate<number>('shown')
    await expect.poll(() => Promise.all([page, other].map(shown))).toEqual([0, 0])
    await other.close()
  })

  it('asks for notifications only after the button is pressed', async () => {
    await visit('/reminders', 'Reminders')
    await (
      await inner()
    ).evaluate(`
      globalThis.asked = 0
      globalThis.Notification = class {
        static permission = 'default'
        static async requestPermission() { asked++; return (this.permission = 'granted') }
      }`)
    await visit('/habits', 'Habits')
    await visit('/reminders', 'Reminders')
    const button = frame.getByRole('button', { name: 'Allow notifications' })
    await button.waitFor()
    expect(await (await inner()).evaluate<number>('asked')).toBe(0)
    await button.click()
    await frame.getByText('The system also tells of what is due').waitFor()
    await expect.poll(async () => (await inner()).evaluate<number>('asked')).toBe(1)
  })

  it('speaks Persian from right to left', async () => {
    await page.setViewportSize({ width: 320, height: 800 })
    const [first] = await listOf<{ readonly id: string; readonly name: string }>('habits?limit=1')
    await page.evaluate(`localStorage.setItem('gx-language', 'fa')`)
    await page.reload()
    for (const [path, title] of [
      ['/habits', 'عادت‌ها'],
      [`/habits/${first!.id}`, first!.name],
      ['/reminders', 'یادآورها'],
    ] as const) {
      await visit(path, title)
      await frame.locator('main .gx-card').first().waitFor()
      await expectAccessible({ page: await inner() })
      await expectFits(watched)
    }
    await visit('/habits', 'عادت‌ها')
    await frame.getByText('۵ بار در هفته').waitFor()
  })

  it('broke no rule of its policy and no script', () => expect(watched.errors).toEqual([]))
})
