/** A working day in the browser by keyboard alone: no pointer, no focus that is set from outside. */
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, openPage, startChromium } from './browser.ts'
import type { WatchedPage } from './browser.ts'
import { script, signedInUser, startTestStack } from './stack.ts'
import type { SignedInUser, TestStack } from './stack.ts'

const patient = { timeout: 30_000 }
/** Where it is about noon now, so that no day ends while the test runs. */
const ahead = 12 - new Date().getUTCHours()
const zone = ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`

describe.skipIf(!hasChromium)('a day by keyboard', () => {
  let browser: Browser
  let stack: TestStack
  let user: SignedInUser
  let watched: WatchedPage
  let page: Page
  let frame: FrameLocator
  let call: ReturnType<typeof script>
  const yesterday = Temporal.Now.plainDateISO(zone).subtract({ days: 1 })

  beforeAll(async () => {
    ;[browser, stack] = await Promise.all([startChromium(), startTestStack()])
    user = await signedInUser(stack.url)
    const { token } = await user.json<{ token: string }>('auth', 'token', 'create', '--name', 'script')
    call = script(stack.url, token)
    await call('PATCH', '/v1/settings', { zone })
    await call('POST', '/v1/tasks', { title: 'Water the plants' })
    await call('POST', '/v1/tasks', { title: 'Second chapter' })
    await call('POST', '/v1/habits', { name: 'Read' })
    watched = await openPage(browser, { viewport: { width: 1280, height: 900 }, serviceWorkers: 'block' })
    page = watched.page
    frame = page.frameLocator('iframe')
  })
  afterAll(async () => {
    await browser?.close()
    await Promise.all([stack?.stop(), user?.leave()])
  })

  const items = async (path: string) =>
    (await call('GET', path)).body!['items'] as Readonly<Record<string, unknown>>[]
  /** The name of what has the focus, in the frame. */
  const focused = async () => {
    const inner = (await (await page.waitForSelector('iframe')).contentFrame())!
    return inner.evaluate<string>(`(() => {
      const { activeElement: one } = document
      if (one === null || one === document.body) return ''
      return (one.getAttribute('aria-label') ?? one.labels?.[0]?.innerText ?? one.innerText ?? '').trim()
    })()`)
  }
  const tabTo = async (name: RegExp) => {
    const met: string[] = []
    for (let count = 0; count < 90; count++) {
      const here = await focused()
      if (name.test(here)) return
      met.push(here)
      await page.keyboard.press('Tab')
    }
    throw new Error(`no Tab leads to ${name}: ${[...new Set(met)].join(' | ')}`)
  }
  const type = (text: string) => page.keyboard.type(text)
  const press = (key: string) => page.keyboard.press(key)
  /** Finds something in the palette and does it. */
  const find = async (text: string, option: RegExp) => {
    await press('Control+k')
    await frame.getByRole('dialog').getByRole('combobox').waitFor()
    await type(text)
    const chosen = frame.locator('[role=option][aria-selected=true]')
    await expect.poll(() => chosen.first().innerText(), patient).toMatch(option)
    await press('Enter')
  }
  const arrive = (title: string) =>
    frame.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()

  it('signs in', async () => {
    await page.goto(`${stack.url}/app/`)
    await frame.getByRole('heading', { name: 'Sign in' }).waitFor()
    await tabTo(/^Email/)
    await type(user.email)
    await tabTo(/^Password/)
    await type(user.password)
    await press('Enter')
    await arrive('Overview')
  })

  it('starts, switches to a task that is searched for, and stops', async () => {
    await tabTo(/^What are you doing/)
    await type('Morning mail')
    await press('Enter')
    await frame.getByRole('button', { name: 'Stop', exact: true }).first().waitFor()
    await find('second ch', /Second chapter/)
    await expect
      .poll(
        async () =>
          (await items('/v1/time-entries?limit=5')).map(({ description, end }) => [
            description,
            end !== null,
          ]),
        patient,
      )
      .toEqual([
        ['Second chapter', false],
        ['Morning mail', true],
      ])
    await find('stop the', /Stop the timer/)
    await expect
      .poll(async () => (await items('/v1/time-entries?limit=1'))[0]!['end'], patient)
      .not.toBeNull()
  })

  it('logs yesterday', async () => {
    await find('timer', /^\s*Timer\s*$/m)
    await arrive('Timer')
    await tabTo(/Add entry/)
    await press('Enter')
    await frame.getByRole('dialog').waitFor()
    await tabTo(/^Description/)
    await type('Read the sources')
    const moment = async (name: RegExp, hour: string) => {
      await tabTo(name)
      const { month, day, year } = yesterday
      await type(`${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}${year}`)
      await press('ArrowRight')
      await type(`${hour}00`)
      if ((await frame.locator('dialog input[name=start]').getAttribute('step')) === '1') await type('00')
      await type('AM')
    }
    await moment(/^From/, '09')
    await moment(/^To/, '10')
    await press('Enter')
    await frame.getByRole('dialog').waitFor({ state: 'detached' })
    await expect
      .poll(
        async () =>
          (await items('/v1/time-entries?limit=9')).find(
            ({ description }) => description === 'Read the sources',
          ),
        patient,
      )
      .toMatchObject({
        start: expect.stringContaining(
          yesterday
            .toZonedDateTime({ timeZone: zone, plainTime: '09:00' })
            .toInstant()
            .toString()
            .slice(0, 16),
        ),
        durationSeconds: 3600,
      })
  })

  it('plans the day', async () => {
    await find('planner', /Planner/)
    await arrive('Planner')
    await tabTo(/^New to-do/)
    await type('Answer Ada')
    await press('Enter')
    await expect
      .poll(async () => (await items('/v1/planner/todos?limit=9')).map(({ title }) => title), patient)
      .toContain('Answer Ada')
  })

  it('ticks a habit, and a task off', async () => {
    await find('habits', /Habits/)
    await arrive('Habits')
    await tabTo(/^Today: Read/)
    await press('Space')
    await expect
      .poll(async () => (await items(`/v1/habits?zone=${encodeURIComponent(zone)}`))[0], patient)
      .toMatchObject({ today: { state: 'done' } })
    await find('tasks', /Tasks/)
    await arrive('Tasks')
    await tabTo(/^(Done|Complete|Mark).*Water the plants|^Water the plants$/)
    await press('Space')
    await expect
      .poll(async () => (await items('/v1/tasks?status=done')).map(({ title }) => title), patient)
      .toEqual(['Water the plants'])
  })

  it('reads the report of the week, and signs out', async () => {
    await find('reports', /Reports/)
    await arrive('Reports')
    // A week begins on Monday: what was yesterday may be of the one before.
    if (yesterday.dayOfWeek === 7) {
      await tabTo(/^(Back|Previous|Earlier)/)
      await press('Enter')
    }
    await frame.locator('main').getByText('1h').first().waitFor()
    await find('sign out', /Sign out/)
    await frame.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(watched.errors).toEqual([])
  })
})
