/** The planner in a browser, by pointer and by keyboard, and what the overview shows of it. */
import type { Browser, Frame, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, hasChromium, openPage, startChromium } from './browser.ts'
import type { WatchedPage } from './browser.ts'
import { script, signedInUser, startTestStack } from './stack.ts'
import type { SignedInUser, TestStack } from './stack.ts'

const patient = { timeout: 30_000 }
/** Where it is about noon now, so that no day ends while the test runs: `Etc/GMT-3` is three hours before UTC. */
const ahead = 12 - new Date().getUTCHours()
const zone = ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
const hostile = `<img src=x onerror="document.title=1"> '&`

interface StoredTodo {
  readonly id: string
  readonly title: string
  readonly doneAt: string | null
  readonly task: string | null
}

describe.skipIf(!hasChromium)('the planner', () => {
  let browser: Browser
  let stack: TestStack
  let user: SignedInUser
  let watched: WatchedPage
  let page: Page
  let frame: FrameLocator
  let call: ReturnType<typeof script>
  const today = Temporal.Now.plainDateISO(zone)
  const tomorrow = today.add({ days: 1 })
  const yesterday = today.subtract({ days: 1 })

  async function make(method: string, path: string, body: unknown): Promise<void> {
    const { status } = await call(method, path, body)
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}`)
  }
  const plan = async (date = today) => {
    const { body } = await call('GET', `/v1/planner?date=${date.toString()}&zone=${encodeURIComponent(zone)}`)
    return body as unknown as {
      readonly todos: readonly StoredTodo[]
      readonly target: { readonly seconds: number } | null
    }
  }
  const titlesOf = async (date = today) => (await plan(date)).todos.map(({ title }) => title)
  const expectTitles = (titles: readonly string[], date = today) =>
    expect.poll(() => titlesOf(date), patient).toEqual(titles)

  beforeAll(async () => {
    ;[browser, stack] = await Promise.all([startChromium(), startTestStack()])
    user = await signedInUser(stack.url)
    const { token } = await user.json<{ token: string }>('auth', 'token', 'create', '--name', 'script')
    call = script(stack.url, token)
    await make('PATCH', '/v1/settings', { zone })
    const due = today.toString()
    await make('POST', '/v1/tasks', {
      title: 'second chapter',
      project: 'Thesis',
      due,
      estimateSeconds: 7200,
    })
    await make('POST', '/v1/tasks', { title: 'late letter', due: yesterday.toString() })
    await make('POST', '/v1/tasks', { title: hostile, scheduled: due })
    for (const title of ['water plants', 'call the bank'])
      await make('POST', '/v1/planner/todos', { title, logDate: yesterday.toString() })
    const at = (time: string) =>
      today.toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant().toString()
    await make('POST', '/v1/time-entries', { description: 'mail', start: at('08:00'), end: at('08:20') })
    await make('POST', '/v1/time-entries', { description: 'talk', start: at('09:00'), end: at('09:10') })
    watched = await openPage(browser, {
      viewport: { width: 1280, height: 900 },
      timezoneId: 'Pacific/Kiritimati',
      serviceWorkers: 'block',
    })
    page = watched.page
    page.setDefaultTimeout(10_000)
    frame = page.frameLocator('iframe')
    await page.goto(`${stack.url}/app/#/overview`)
    await frame.getByLabel('Email').fill(user.email)
    await frame.getByLabel('Password').fill(user.password)
    await frame.getByLabel('Password').press('Enter')
    await frame.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await Promise.all([stack?.stop(), user?.leave()])
  })

  const toast = (text: string) => frame.getByRole('status').filter({ hasText: text })
  const undo = (text: string) => toast(text).getByRole('button', { name: 'Undo' }).last().click()
  const row = (title: string) => frame.locator('li[data-drag]').filter({ hasText: title })
  const button = (name: string) => frame.getByRole('button', { name, exact: true })
  const menu = async (title: string, item: string) => {
    await button(`More: ${title}`).click()
    await frame.getByRole('menuitem', { name: item }).click()
  }
  const line = () => frame.getByLabel('New to-do for this day')
  const inner = () => page.frames().find((one: Frame) => one.url().includes('/app/app.html'))!
  const focused = () => inner().evaluate<string>(`document.activeElement.getAttribute('aria-label')`)
  const shownDay = () => frame.locator('[data-date]').getAttribute('data-date')

  it('is reached by G D, and proposes what is due, overdue and left over, with hostile text as text', async () => {
    await frame.getByRole('heading', { level: 1 }).press('g')
    await page.keyboard.press('d')
    await frame.getByRole('heading', { level: 1, name: 'Planner' }).waitFor()
    await frame.getByRole('heading', { name: 'Nothing planned for this day' }).waitFor()
    const proposed = frame.getByRole('region', { name: 'Suggestions' }).locator('.gx-row-title')
    await expect
      .poll(() => proposed.allTextContents().then((all) => all.map((text) => text.trim())), patient)
      .toEqual(['water plants', 'call the bank', 'late letter', 'second chapter', hostile])
    expect(await frame.locator('img').count()).toBe(0)
  })

  it('takes over what was left, all or one, with a way back', async () => {
    await button('Take all over').click()
    await expectTitles(['water plants', 'call the bank'])
    await undo('2 to-dos taken over')
    await expectTitles([])
    await button('Take over: call the bank').click()
    await expectTitles(['call the bank'])
    await expectTitles(['water plants'], yesterday)
    // The focus goes to what stands beside the row that went.
    await expect.poll(focused, patient).toBe('Add to the day: late letter')
  })

  it('picks a task by keyboard: a to-do of it, whose estimate counts', async () => {
    await button('Add to the day: second chapter').focus()
    await page.keyboard.press('Enter')
    await row('second chapter').getByText('Thesis').waitFor()
    expect(await button('Add to the day: second chapter').count()).toBe(0)
    await expect
      .poll(async () => (await plan()).todos.map(({ task }) => task), patient)
      .toEqual([null, 'second chapter'])
    await frame.getByRole('region', { name: 'Target of the day' }).getByText('2h').waitFor()
    await expect.poll(focused, patient).toBe(`Add to the day: ${hostile}`)
  })

  it('adds by one line, and refuses what is none', async () => {
    await line().fill(`   `)
    await line().press('Enter')
    await toast('A to-do has 1 to 1,000 characters.').waitFor()
    await line().fill(hostile)
    await line().press('Enter')
    await expectTitles(['call the bank', 'second chapter', hostile])
    expect(await frame.locator('img').count()).toBe(0)
    await expect.poll(() => line().inputValue(), patient).toBe('')
  })

  it('ticks by Space, and takes the tick back', async () => {
    const box = frame.getByLabel('Done: call the bank')
    await box.focus()
    await box.press('Space')
    await expect.poll(async () => (await plan()).todos[0]!.doneAt !== null, patient).toBe(true)
    await undo('To-do done')
    await expect.poll(async () => (await plan()).todos[0]!.doneAt, patient).toBe(null)
    await expect.poll(() => box.isChecked(), patient).toBe(false)
  })

  it('is put in order by keys, by buttons and by a pointer', async () => {
    await button('Rename: second chapter').focus()
    await page.keyboard.press('Alt+ArrowUp')
    await expectTitles(['second chapter', 'call the bank', hostile])
    await expect.poll(focused, patient).toBe('Rename: second chapter')
    await button('Move down: second chapter').click()
    await expectTitles(['call the bank', 'second chapter', hostile])
    await expect.poll(focused, patient).toBe('Move down: second chapter')
    await expect
      .poll(() => button('Move up: call the bank').getAttribute('aria-disabled'), patient)
      .toBe('true')
    const [grip, first] = [row(hostile).locator('.gx-grip'), row('call the bank')]
    const [from, to] = [(await grip.boundingBox())!, (await first.boundingBox())!]
    await page.mouse.move(from.x + 5, from.y + 5)
    await page.mouse.down()
    await page.mouse.move(from.x + 5, to.y + 10, { steps: 4 })
    await page.mouse.move(from.x + 5, to.y + 4)
    await page.mouse.up()
    await expectTitles([hostile, 'call the bank', 'second chapter'])
    await undo('To-do moved')
    await expectTitles(['call the bank', 'second chapter', hostile])
  })

  it('renames where it stands: Enter saves, Esc restores, and the focus comes back', async () => {
    await button('Rename: call the bank').click()
    const name = frame.getByLabel('New words for the to-do')
    await name.fill('never kept')
    await name.press('Escape')
    await expect.poll(focused, patient).toBe('Rename: call the bank')
    await menu('call the bank', 'Rename')
    await name.fill('write to the bank')
    await name.press('Enter')
    await expectTitles(['write to the bank', 'second chapter', hostile])
    await expect.poll(focused, patient).toBe('Rename: write to the bank')
  })

  it('moves to tomorrow and back, by the menu and by a drop on a day', async () => {
    await menu('write to the bank', 'Move to tomorrow')
    await expectTitles(['second chapter', hostile])
    await expectTitles(['write to the bank'], tomorrow)
    await button('Next day').click()
    await expect.poll(shownDay, patient).toBe(tomorrow.toString())
    await expect.poll(() => page.url(), patient).toContain(`planner?date=${tomorrow.toString()}`)
    await row('write to the bank').waitFor()
    await menu('write to the bank', 'Move to today')
    await expectTitles([], tomorrow)
    await button('Previous day').click()
    await expect.poll(shownDay, patient).toBe(today.toString())
    const week = frame.getByRole('navigation', { name: 'Week' })
    const days = week.getByRole('listitem')
    await expect.poll(() => days.count(), patient).toBe(7)
    const other = week.locator('li:not(:has([aria-current=date]))').first()
    const date = Temporal.PlainDate.from((await other.getAttribute('data-column'))!)
    await row('write to the bank').locator('.gx-grip').scrollIntoViewIfNeeded()
    await row('write to the bank').locator('.gx-grip').dragTo(other)
    await expect.poll(() => titlesOf(date), patient).toContain('write to the bank')
    await undo('Moved to')
    await expectTitles(['write to the bank', 'second chapter', hostile])
    await week.getByRole('link', { name: /today, 0 of 3 done, 2h planned/ }).waitFor()
  })

  it('removes with a way back', async () => {
    await menu('write to the bank', 'Remove')
    await expectTitles(['second chapter', hostile])
    await expect.poll(focused, patient).toBe('Rename: second chapter')
    await undo('To-do removed')
    await expectTitles(['write to the bank', 'second chapter', hostile])
  })

  it('starts the timer on the task of a to-do', async () => {
    await button('Start the timer: second chapter').click()
    await expect
      .poll(async () => {
        const { body } = await call('GET', '/v1/time-entries?limit=1')
        return body!['items']
      }, patient)
      .toMatchObject([
        { description: 'second chapter', source: 'pwa', end: null, taskId: expect.any(String) },
      ])
  })

  it('sets, changes and removes the target; it says when more is planned than fits', async () => {
    const card = frame.getByRole('region', { name: 'Target of the day' })
    const input = card.getByRole('textbox')
    const seconds = async () => (await plan()).target?.seconds ?? null
    await input.fill('26h')
    await input.press('Enter')
    await toast('between a second and 25 hours').waitFor()
    await input.fill('۱:۳۰')
    await input.press('Enter')
    await expect.poll(seconds, patient).toBe(5400)
    await card.getByText('30m more than the target').waitFor()
    await card.getByText('2h / 1h 30m').waitFor()
    await input.fill('4h')
    await card.getByRole('button', { name: 'Change target' }).click()
    await expect.poll(seconds, patient).toBe(14_400)
    await card.getByRole('button', { name: 'Remove' }).click()
    await expect.poll(seconds, patient).toBe(null)
    await undo('Target removed')
    await expect.poll(seconds, patient).toBe(14_400)
    await frame.getByRole('link', { name: /today, 0 of 3 done, 2h planned of 4h/ }).waitFor()
  })

  it('shows the same on the overview, with gaps, a start button and undo', async () => {
    await page.goto(`${stack.url}/app/#/overview`)
    const box = frame.getByRole('checkbox', { name: 'write to the bank' })
    await box.click()
    await undo('To-do done')
    await expect.poll(() => box.isChecked(), patient).toBe(false)
    await frame.locator('.gx-gap').getByText('40m not recorded', { exact: true }).waitFor()
    await button('Start the timer: write to the bank').click()
    await frame.getByRole('region', { name: 'write to the bank' }).waitFor()
    const card = frame.getByRole('region', { name: 'Target of the day' })
    await card.getByRole('button', { name: 'Remove' }).click()
    await toast('Target removed').waitFor()
    await card.getByRole('button', { name: 'Set target' }).waitFor()
    await undo('Target removed')
    await card.getByRole('button', { name: 'Change target' }).waitFor()
    await frame
      .getByRole('region', { name: 'Due and planned' })
      .getByRole('link', { name: 'Planner' })
      .click()
    await row('write to the bank').waitFor()
  })

  const expectClean = async () => {
    // Colours on their way from one theme to the other are of neither.
    const fading = 'document.getAnimations().filter((one) => one instanceof CSSTransition).length'
    await expect.poll(() => inner().evaluate(fading), patient).toBe(0)
    await expectAccessible({ page: inner() })
    const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth'
    await expect.poll(() => inner().evaluate(fits)).toBe(true)
  }

  it.each(['light', 'dark'] as const)('is accessible and fits, in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      for (const [path, ready] of [
        ['planner', 'li[data-drag]'],
        [`planner?date=${today.add({ days: 20 }).toString()}`, '#planner-add'],
        ['overview', '.gx-kpis'],
      ] as const) {
        await page.goto(`${stack.url}/app/#/${path}`)
        await frame.locator(ready).first().waitFor()
        await expectClean()
      }
    }
  })

  it('speaks Persian, with a week that begins on Saturday, and goes back in time from right to left', async () => {
    await page.evaluate(`localStorage.setItem('gx-language', 'fa')`)
    await page.goto(`${stack.url}/app/#/planner?date=2026-03-21`)
    await page.reload()
    await frame.getByRole('heading', { level: 1, name: 'برنامهٔ روز' }).waitFor()
    const days = frame.locator('li[data-column]')
    await expect.poll(() => days.first().getAttribute('data-column'), patient).toBe('2026-03-21')
    await frame.getByRole('button', { name: 'روز پیش' }).click()
    await expect.poll(() => days.first().getAttribute('data-column'), patient).toBe('2026-03-14')
    await expectClean()
  })

  it('broke no rule of its policy and no script', () => {
    expect(watched.errors).toEqual([])
  })
})
