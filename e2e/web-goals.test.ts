/** Goals and weekly goals in a browser, by pointer and by keyboard. */
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, expectFits, hasChromium, openPage, startChromium } from './browser.ts'
import type { WatchedPage } from './browser.ts'
import type { TestStack } from './stack.ts'
import { startTestStack } from './stack.ts'

const patient = { timeout: 30_000 }
const hostile = `<img src=x onerror="document.title=1"> '&`

interface StoredGoal {
  readonly name: string
  readonly status: string
  readonly progress: number
  readonly targetSeconds: number | null
  readonly label: string | null
  readonly archived: boolean
  readonly subgoals: readonly { readonly title: string; readonly doneAt: string | null }[]
}
interface StoredWeeklyGoal {
  readonly title: string
  readonly weekStart: string
  readonly targetSeconds: number
  readonly trackedSeconds: number
}

describe.skipIf(!hasChromium)('goals in a browser', () => {
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
    await frame.getByLabel('Email').fill('goals@example.org')
    await frame.getByLabel('Password').fill('correct horse battery')
    await frame.getByRole('button', { name: 'Make an account', exact: true }).click()
    await frame.getByRole('navigation').getByRole('link', { name: 'Goals', exact: true }).click()
    await frame.getByRole('heading', { level: 1, name: 'Goals', exact: true }).waitFor()
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
  const goal = async (name: string) =>
    (await listOf<StoredGoal>('goals?limit=50')).find((one) => one.name === name)
  const weekly = async (title: string) =>
    (await listOf<StoredWeeklyGoal>('weekly-goals?limit=50')).filter((one) => one.title === title)
  const menu = async (name: string, item: string) => {
    await frame.getByRole('button', { name: `More: ${name}`, exact: true }).click()
    await frame.getByRole('menuitem', { name: item }).click()
  }
  const inner = async () => (await (await page.waitForSelector('iframe:not([hidden])')).contentFrame())!
  const undo = () => frame.locator('.gx-toast').getByRole('button', { name: 'Undo' }).first().click()

  it('adds a goal in one line, and takes it back', async () => {
    await frame.getByRole('heading', { name: 'No goals here' }).waitFor()
    const line = frame.getByRole('textbox', { name: 'New goal' })
    await line.fill('Thesis')
    await line.press('Enter')
    await expect.poll(() => goal('Thesis'), patient).toMatchObject({ status: 'active', progress: 0 })
    await undo()
    await expect.poll(() => goal('Thesis'), patient).toBeUndefined()
    await line.fill('Thesis')
    await line.press('Enter')
    await expect.poll(() => goal('Thesis'), patient).toBeDefined()
  })

  it('subgoals are its progress: added, ticked, moved and removed by keys', async () => {
    await frame.getByRole('link', { name: 'Thesis' }).click()
    await frame.getByRole('heading', { level: 1, name: 'Thesis' }).waitFor()
    const line = frame.getByRole('textbox', { name: 'New subgoal' })
    for (const title of ['Read', 'Write', hostile]) {
      await line.fill(title)
      await line.press('Enter')
      await expect.poll(async () => (await goal('Thesis'))?.subgoals.at(-1)?.title, patient).toBe(title)
    }
    await frame.getByRole('checkbox', { name: 'Read' }).press('Space')
    await expect.poll(async () => (await goal('Thesis'))?.progress, patient).toBeCloseTo(1 / 3, 2)
    await frame.getByText('1 of 3 subgoals').waitFor()
    await frame.getByRole('button', { name: 'Up: Write' }).press('Enter')
    const order = async () => (await goal('Thesis'))?.subgoals.map(({ title }) => title)
    await expect.poll(order, patient).toEqual(['Write', 'Read', hostile])
    await frame.getByRole('button', { name: `Remove: ${hostile}` }).press('Enter')
    await expect.poll(order, patient).toEqual(['Write', 'Read'])
    expect(await page.title()).not.toBe('1')
  })

  it('all fields in the dialog; what is wrong is said, what is not touched stays', async () => {
    await menu('Thesis', 'Edit')
    const dialog = frame.getByRole('dialog')
    await dialog.getByLabel('Time to track').fill('nonsense')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByRole('alert').waitFor()
    await dialog.getByLabel('Time to track').fill('20h')
    await dialog.getByLabel('Time under the label').fill('thesis')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => goal('Thesis'), patient).toMatchObject({ targetSeconds: 72_000, label: 'thesis' })
    expect((await goal('Thesis'))!.subgoals).toHaveLength(2)
  })

  it('is called completed, reopened, archived and removed, each with a way back', async () => {
    await menu('Thesis', 'Call it completed')
    await expect.poll(async () => (await goal('Thesis'))?.status, patient).toBe('completed')
    await menu('Thesis', 'Reopen')
    await expect.poll(async () => (await goal('Thesis'))?.status, patient).toBe('active')
    await menu('Thesis', 'Archive')
    await expect.poll(async () => (await goal('Thesis'))?.archived, patient).toBe(true)
    await undo()
    await expect.poll(async () => (await goal('Thesis'))?.archived, patient).toBe(false)
    await menu('Thesis', 'Remove')
    await frame.getByRole('heading', { level: 1, name: 'Goals', exact: true }).waitFor()
    await expect.poll(() => goal('Thesis'), patient).toBeUndefined()
    await undo()
    await expect.poll(() => goal('Thesis'), patient).toBeDefined()
  })

  it('says so where there is no such goal', async () => {
    await visit('/goals/00000000-0000-4000-8000-000000000000', 'Goals')
    await frame.getByText('There is no such goal').waitFor()
  })

  it('a goal of this week with its time through the days, and taken over into the next', async () => {
    await page.evaluate(`fetch('/v1/time-entries', { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify({ description: 'work', labels: ['thesis'], start: new Date(Date.now() - 3600_000).toISOString(), end: new Date(Date.now() - 1000).toISOString() }) })`)
    await visit('/weekly-goals', 'Weekly goals')
    await frame.getByRole('button', { name: 'New goal' }).click()
    const dialog = frame.getByRole('dialog')
    await dialog.getByLabel('Title').fill(hostile)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByRole('alert').filter({ hasText: 'How much time' }).waitFor()
    await dialog.getByLabel('Time to track').fill('4h')
    await dialog.getByLabel('Time to track').press('Enter')
    await expect.poll(() => weekly(hostile), patient).toMatchObject([{ targetSeconds: 14_400 }])
    await frame
      .getByRole('figure', { name: /Time through the week/ })
      .or(frame.locator('figure.gx-chart'))
      .first()
      .waitFor()
    await frame.getByRole('button', { name: 'The week after' }).click()
    await frame.getByRole('heading', { name: 'No goals here' }).waitFor()
    await frame.getByRole('button', { name: 'Take over the week before' }).click()
    await expect.poll(async () => (await weekly(hostile)).length, patient).toBe(2)
    await undo()
    await expect.poll(async () => (await weekly(hostile)).length, patient).toBe(1)
    await frame.getByRole('button', { name: 'This week' }).click()
    await frame.locator('section[data-seconds]').waitFor()
  })

  it.each([
    ['light', 1280],
    ['dark', 320],
  ] as const)('is accessible and fits: %s, %d', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    for (const [path, title] of [
      ['/goals', 'Goals'],
      ['/weekly-goals', 'Weekly goals'],
    ] as const) {
      await visit(path, title)
      await expectAccessible({ page: await inner() })
      await expectFits(watched)
    }
    await visit('/goals', 'Goals')
    await frame.getByRole('link', { name: 'Thesis' }).click()
    await frame.getByRole('heading', { level: 1, name: 'Thesis' }).waitFor()
    await expectAccessible({ page: await inner() })
    await expectFits(watched)
  })

  it('broke no rule of its policy and no script', () => expect(watched.errors).toEqual([]))
})
