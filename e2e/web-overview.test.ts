/** The overview, the timesheet, and undo in a browser: by pointer, by keyboard, with text that wants to be code. */
import type { Browser, Frame, FrameLocator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, hasChromium, openPage, startChromium } from './browser.ts'
import type { WatchedPage } from './browser.ts'
import { script, signedInUser, startTestStack } from './stack.ts'
import type { SignedInUser, TestStack } from './stack.ts'

const patient = { timeout: 30_000 }
/** Where it is about noon now, so that no day ends while the test runs: `Etc/GMT-3` is three hours before UTC. */
const ahead = 12 - new Date().getUTCHours()
const zone = ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
const hostile = '<img src=x onerror="document.title=1"> "\'&'

describe.skipIf(!hasChromium)('the overview and the timesheet', () => {
  let browser: Browser
  let stack: TestStack
  let user: SignedInUser
  let watched: WatchedPage
  let frame: FrameLocator
  let call: ReturnType<typeof script>
  const today = Temporal.Now.plainDateISO(zone)
  const yesterday = today.subtract({ days: 1 })
  const at = (time: string) =>
    yesterday.toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant().toString()

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
    await make('POST', '/v1/projects', { name: 'Thesis' })
    await make('POST', '/v1/tasks', { title: 'second chapter', project: 'Thesis', due: today.toString() })
    await make('POST', '/v1/tasks', { title: hostile, due: yesterday.toString() })
    await make('POST', '/v1/time-entries', { description: hostile, start: at('09:00'), end: at('09:20') })
    await make('POST', '/v1/habits', { name: 'Walk', frequency: { kind: 'daily' } })
    await make('POST', '/v1/reminders', {
      title: 'Call Ada',
      date: yesterday.toString(),
      time: '09:00',
      zone,
    })
    watched = await openPage(browser, {
      viewport: { width: 1280, height: 900 }, // On most of the day another date than in the zone of the settings.
      timezoneId: 'Pacific/Kiritimati',
    })
    frame = watched.page.frameLocator('iframe')
    await watched.page.goto(`${stack.url}/app/#/overview`)
    await frame.getByLabel('Email').fill(user.email)
    await frame.getByLabel('Password').fill(user.password)
    await frame.getByLabel('Password').press('Enter')
    await frame.getByRole('heading', { name: 'Overview' }).waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await Promise.all([stack?.stop(), user?.leave()])
  })

  const figure = (name: string) => frame.locator(`[data-figure=${name}]`)
  const toast = (text: string) => frame.getByRole('status').filter({ hasText: text })
  const items = async (path: string) =>
    (await call('GET', path)).body!['items'] as Readonly<Record<string, unknown>>[]
  /** What axe finds in the frame of the app as it is now. */
  async function expectClean(): Promise<void> {
    const inner = watched.page.frames().find((one: Frame) => one.url().includes('/app/app.html'))!
    await expectAccessible({ page: inner })
    const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth'
    await expect.poll(() => inner.evaluate(fits)).toBe(true)
  }

  it('shows the day, with hostile text as text', async () => {
    await frame.getByText('1 overdue').waitFor()
    await expect.poll(() => figure('due').textContent(), patient).toBe('2')
    const titles = frame.getByRole('region', { name: 'Due and planned' }).locator('.gx-row-title')
    await expect.poll(() => titles.allTextContents(), patient).toEqual([hostile, 'second chapter'])
    expect(await frame.locator('img').count()).toBe(0)
  })

  it('finishes a task by keyboard; the toast takes it back, so do Ctrl+Z and the button', async () => {
    const box = frame.getByLabel('Done: second chapter')
    await box.focus()
    await box.press('Space')
    await toast('Task done').getByRole('button', { name: 'Undo' }).click()
    await toast('Undone: finishing a task').waitFor()
    await expect.poll(() => figure('due').textContent(), patient).toBe('2')
    await frame.getByRole('button', { name: 'Redo' }).first().click()
    await toast('Done again').waitFor()
    await expect.poll(() => figure('due').textContent(), patient).toBe('1')
    await frame.getByRole('heading', { name: 'Overview' }).press('Control+z')
    await expect.poll(() => figure('due').textContent(), patient).toBe('2')
    await frame.getByRole('heading', { name: 'Overview' }).press('Control+Shift+z')
    await expect.poll(() => figure('due').textContent(), patient).toBe('1')
    await frame.getByRole('button', { name: 'Undo', exact: true }).first().click()
    await expect.poll(() => figure('due').textContent(), patient).toBe('2')
  })

  it('leaves Ctrl+Z to a text that somebody is writing', async () => {
    const line = frame.getByLabel('What are you doing?')
    await line.fill('draft')
    await line.press('Control+z')
    await expect.poll(() => figure('due').textContent(), patient).toBe('2')
    await line.fill('')
  })

  it('starts the timer on a task and stops it', async () => {
    await frame.getByRole('button', { name: 'Start the timer: second chapter' }).click()
    const running = frame.getByRole('region', { name: 'second chapter' })
    await running.getByRole('button', { name: 'Stop the timer' }).click()
    await frame.getByRole('heading', { name: 'No timer is running' }).waitFor()
    const rows = frame.getByRole('region', { name: 'Timeline of today' }).getByRole('listitem')
    await rows.filter({ hasText: 'second chapter' }).waitFor()
    await expect
      .poll(async () =>
        (await items('/v1/time-entries?limit=10')).map(({ source, end }) => [source, end === null]),
      )
      .toContainEqual(['pwa', false])
  })

  it('checks a habit, finishes a reminder and sets the target of the day', async () => {
    await frame.getByLabel('Walk').click()
    await expect
      .poll(async () => (await items('/v1/habits?limit=10')).map(({ today: day }) => day), patient)
      .toMatchObject([{ state: 'done' }])
    await frame.getByRole('button', { name: 'Done: Call Ada' }).click()
    await toast('Reminder done').waitFor()
    await frame.getByRole('heading', { name: 'Reminders due' }).waitFor({ state: 'detached' })
    const target = frame.getByLabel('Target of the day, such as')
    await target.fill('a while')
    await target.press('Enter')
    await frame.getByText('is not a duration').waitFor()
    await target.fill('4:30')
    await target.press('Enter')
    await frame.getByText('/ 4h 30m').waitFor()
  })

  const inCell = (row: string) =>
    frame.getByLabel(
      `${row}, ${new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(Date.parse(yesterday.toString()))}`,
    )
  const untimed = async () =>
    (await items('/v1/time-entries?limit=50'))
      .filter(({ date }) => date !== null)
      .map(({ date, durationSeconds, project, start }) => ({ date, durationSeconds, project, start }))

  it('writes what is typed into the timesheet as untimed entries', async () => {
    await watched.page.goto(`${stack.url}/app/#/timesheet?week=${yesterday.toString()}`)
    await frame.getByRole('heading', { name: 'Timesheet' }).waitFor()
    const known = await inCell('(no project)').inputValue()
    expect(known).toBe('0:20')
    if ((await inCell('Thesis').count()) === 0)
      await frame.getByLabel('Add a project').selectOption({ label: 'Thesis' })
    const before = { date: yesterday.toString(), project: 'Thesis', start: null }
    await inCell('Thesis').fill('1:30')
    await inCell('Thesis').press('Enter')
    await expect.poll(untimed, patient).toEqual([{ ...before, durationSeconds: 5400 }])
    await expect.poll(() => inCell('Thesis').inputValue(), patient).toBe('1:30')
    // The same entry grows and shrinks; leaving the cell saves as Enter does, in whatever digits.
    await inCell('Thesis').fill('۲:۱۵')
    await inCell('Thesis').press('Tab')
    await expect.poll(untimed, patient).toEqual([{ ...before, durationSeconds: 8100 }])
    await expect.poll(() => inCell('Thesis').inputValue(), patient).toBe('2:15')
    await inCell('Thesis').fill('75m')
    await inCell('Thesis').press('Enter')
    await expect.poll(untimed, patient).toEqual([{ ...before, durationSeconds: 4500 }])
    await frame.getByRole('heading', { name: 'Timesheet' }).press('Control+z')
    await expect.poll(() => inCell('Thesis').inputValue(), patient).toBe('2:15')
  })

  it('keeps what is being typed while the cell is drawn again; what is typed at once after it counts alone', async () => {
    await inCell('Thesis').fill('3h')
    const other = { date: yesterday.toString(), durationSeconds: 600, description: 'from elsewhere' }
    const made = await call('POST', '/v1/time-entries', { ...other, project: 'Thesis' })
    const sum = frame.getByRole('row', { name: 'Thesis' }).locator('[data-sum]')
    await expect.poll(() => sum.textContent(), patient).toBe('2:25')
    expect(await inCell('Thesis').inputValue()).toBe('3h')
    await inCell('Thesis').press('Escape')
    expect(await inCell('Thesis').inputValue()).toBe('2:25')
    for (const typed of ['1:00', '4:00', '3:10']) {
      await inCell('Thesis').fill(typed)
      await inCell('Thesis').press('Enter')
    }
    await expect
      .poll(async () => (await untimed()).map(({ durationSeconds }) => durationSeconds), patient)
      .toEqual(expect.arrayContaining([10_800, 600]))
    await expect.poll(() => inCell('Thesis').inputValue(), patient).toBe('3:10')
    expect(await untimed()).toHaveLength(2)
    await call('DELETE', `/v1/time-entries/${String(made.body!['id'])}`)
  })

  it('touches no entry with times, and says so; Esc brings back what was there', async () => {
    await inCell('(no project)').fill('5m')
    await inCell('(no project)').press('Enter')
    await toast('20m of it have a start and an end').waitFor()
    await expect.poll(() => inCell('(no project)').inputValue(), patient).toBe('0:20')
    await inCell('(no project)').fill('9h')
    await inCell('(no project)').press('Escape')
    await expect.poll(() => inCell('(no project)').inputValue(), patient).toBe('0:20')
    await inCell('(no project)').fill('later')
    await inCell('(no project)').press('Enter')
    await toast('Write a length of time').waitFor()
  })

  it('begins the week as the settings say, at once, and goes a week back', async () => {
    const first = async () => (await frame.getByRole('columnheader').nth(1).textContent())?.trim()
    await expect.poll(first, patient).toMatch(/^Mon /)
    await make('PATCH', '/v1/settings', { weekStart: 7 })
    await expect.poll(first, { timeout: 30_000 }).toMatch(/^Sun /)
    const shown = () => frame.locator('[data-week]').getAttribute('data-week')
    const before = await shown()
    await frame.getByRole('button', { name: 'Previous week' }).click()
    await expect.poll(shown, patient).toBe(Temporal.PlainDate.from(before!).subtract({ days: 7 }).toString())
    await frame.getByRole('button', { name: 'Tasks', exact: true }).click()
    await frame.getByRole('columnheader', { name: 'Tasks' }).waitFor()
    expect(watched.page.url()).toContain('by=task')
  })

  it.each(['light', 'dark'] as const)('is accessible and fits, in %s', async (colorScheme) => {
    await watched.page.emulateMedia({ colorScheme })
    for (const width of [320, 1280]) {
      await watched.page.setViewportSize({ width, height: 900 })
      for (const [view, ready] of [
        [`timesheet?week=${yesterday.toString()}`, 'table'],
        ['overview', '.gx-kpis'],
      ]) {
        await watched.page.goto(`${stack.url}/app/#/${view!}`)
        await frame.locator(ready!).waitFor()
        await expectClean()
      }
    }
  })

  it('speaks Persian, from right to left, in its own digits and words', async () => {
    await watched.page.evaluate(`localStorage.setItem('gx-language', 'fa')`)
    await watched.page.reload()
    await frame.getByRole('heading', { name: 'نمای کلی' }).waitFor()
    await frame.getByText('۴ ساعت و ۳۰ دقیقه').first().waitFor()
    await expectClean()
  })

  it('broke no rule of its policy and no script', () => {
    expect(watched.errors).toEqual([])
  })
})
