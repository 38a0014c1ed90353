/** The app by keyboard alone: every entry of the palette, every key, the pomodoro, and what a link may propose. */
import axe from 'axe-core'
import type { Browser, FrameLocator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPwa } from '../tools/build/build-pwa.ts'
import { expectAccessible, hasChromium, openPage, startChromium } from './browser.ts'
import type { WatchedPage } from './browser.ts'
import { restartableStack, temporaryFolder } from './stack.ts'

type Stack = Awaited<ReturnType<typeof restartableStack>>
type Folder = Awaited<ReturnType<typeof temporaryFolder>>

const patient = { timeout: 30_000 }
const hostile = '<img src=x onerror="document.title=1">'

describe.skipIf(!hasChromium)('the app by keyboard', () => {
  let browser: Browser
  let folder: Folder
  let stack: Stack
  let watched: WatchedPage
  let frame: FrameLocator

  beforeAll(async () => {
    folder = await temporaryFolder()
    await buildPwa(folder.path, 'keys')
    stack = await restartableStack({ settings: { PWA_DIR: folder.path } })
    ;[browser] = await Promise.all([startChromium(), stack.start()])
    watched = await openPage(browser, { reducedMotion: 'reduce' })
    frame = watched.page.frameLocator('iframe')
    await watched.page.goto(`${stack.url}/app/#/sign-up`)
    await frame.getByLabel('Email').fill('keys@example.org')
    await frame.getByLabel('Password').fill('correct horse battery')
    await frame.locator('form').getByRole('button').first().click()
    await frame.locator('.gx-tracker').waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.remove()
    await folder?.remove()
  })

  const press = (keys: string) => watched.page.keyboard.press(keys)
  const address = () => new URL(watched.page.url()).hash
  const isAt = (view: string) => expect.poll(address, patient).toBe(`#/${view}`)
  const running = () => frame.getByRole('button', { name: 'Stop', exact: true })
  const idle = () => frame.getByRole('button', { name: 'Start', exact: true })
  const search = () => frame.getByRole('combobox', { name: 'Do or find something' })
  /** The keys are loaded after the first view: asked for until they are there. */
  const openPalette = async () => {
    await expect
      .poll(async () => {
        if ((await search().count()) === 0) await press('Control+k')
        return search().count()
      }, patient)
      .toBe(1)
  }
  const inner = () => watched.page.frames().at(-1)!
  /** While a dialog is open the page behind it is out of reach: rules for whole pages do not fit. */
  const dialogIsAccessible = async () => {
    const run = `${axe.source}; axe.run('dialog', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
      .then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))`
    await expect.poll(() => inner().evaluate<unknown>(run)).toEqual([])
  }
  const option = () => frame.locator('#palette-list [aria-selected=true]')
  const chosen = async (text: string) => {
    await openPalette()
    await search().fill(text)
    await expect.poll(() => option().textContent(), patient).toContain(text)
    await press('Enter')
  }

  it('opens with Ctrl+K, tells which one is chosen, and goes with Esc', async () => {
    await openPalette()
    const id = await option().getAttribute('id')
    await expect.poll(() => search().getAttribute('aria-activedescendant')).toBe(id)
    await press('ArrowDown')
    await expect.poll(() => search().getAttribute('aria-activedescendant')).not.toBe(id)
    await dialogIsAccessible()
    await press('Escape')
    await expect.poll(() => search().count()).toBe(0)
  })

  it('W2: every view is gone to by its entry, and one by its keys', async () => {
    await openPalette()
    const entries = await inner().evaluate<{ view: string; name: string; keys: string[] }[]>(
      `[...document.querySelectorAll('[role=option][id^="go-"]')].map((each) => ({
        view: each.id.slice(3),
        name: each.querySelector('bdi').textContent,
        keys: [...each.querySelectorAll('kbd')].map((cap) => cap.textContent.toLowerCase()),
      }))`,
    )
    await press('Escape')
    expect(entries.length).toBeGreaterThan(3)
    for (const { view, name } of entries) {
      await chosen(name)
      await isAt(view)
    }
    for (const { view, keys, name } of entries) {
      expect(keys).toHaveLength(2)
      await frame.locator('main h1').waitFor()
      await frame.locator('main').focus()
      for (const key of keys) await press(key)
      await isAt(view)
      await expect.poll(() => watched.page.title(), patient).toContain(name)
    }
  })

  it('S starts and stops; N makes a task; while somebody types they are letters', async () => {
    await frame.locator('main').focus()
    await press('s')
    await running().waitFor()
    await press('s')
    await idle().waitFor()
    const line = frame.locator('.gx-tracker > input')
    await line.focus()
    await watched.page.keyboard.type('sn?/c')
    await expect.poll(() => line.inputValue(), patient).toBe('sn?/c')
    await line.fill('')
    await frame.locator('main').focus()
    await press('n')
    await frame.getByLabel('What is to be done?').fill(`${hostile} +deep`)
    await press('Enter')
    await frame.getByText('Task added.').waitFor()
    expect(await frame.locator('img').count()).toBe(0)
  })

  it('a task of the palette begins to run, and what runs can be stopped there', async () => {
    await chosen(hostile)
    await running().waitFor()
    await chosen('Stop the timer')
    await idle().waitFor()
    await chosen('Continue the last entry')
    await running().waitFor()
    await chosen('Throw the running entry away')
    await idle().waitFor()
    await chosen('Start the timer')
    await running().waitFor()
    await chosen('Stop the timer')
    await idle().waitFor()
  })

  it('the keys are listed, and the single ones can be turned off (WCAG 2.1.4)', async () => {
    await frame.locator('main').focus()
    await press('Shift+?')
    await frame.getByRole('heading', { name: 'Keys' }).waitFor()
    await dialogIsAccessible()
    await press('Escape')
    await inner().evaluate(`localStorage.setItem('gx-shortcuts', 'off')`)
    await frame.locator('main').focus()
    await press('s')
    await openPalette()
    await press('Escape')
    expect(await running().count()).toBe(0)
    await inner().evaluate(`localStorage.removeItem('gx-shortcuts')`)
  })

  it('the other entries do what they say', async () => {
    await chosen('New task')
    await frame.getByLabel('What is to be done?').waitFor()
    await press('Escape')
    await chosen('Show the keys')
    await frame.getByRole('heading', { name: 'Keys' }).waitFor()
    await press('Escape')
    await chosen('Light or dark')
    await expect.poll(() => frame.locator('html').getAttribute('data-theme')).toBe('dark')
    await openPalette()
    await dialogIsAccessible()
    await press('Escape')
    await chosen('Light or dark')
    await chosen('Undo')
    await frame.locator('.gx-toast').waitFor()
    await chosen('Redo')
    await frame.locator('.gx-toast').waitFor()
  })

  it('the pomodoro writes an ordinary entry for its task, also over a reload', async () => {
    await chosen('Pomodoro')
    await isAt('pomodoro')
    await frame.getByLabel('Task', { exact: true }).selectOption({ label: hostile })
    await frame.getByRole('button', { name: 'Begin work' }).press('Enter')
    await frame.locator('[data-phase=work]').waitFor()
    await watched.page.reload()
    await frame.locator('[data-phase=work]').waitFor()
    await running().waitFor()
    await frame.getByRole('heading', { name: 'Pomodoro', exact: true }).waitFor()
    for (const width of [320, 1280]) {
      await watched.page.setViewportSize({ width, height: 800 })
      await expectAccessible({ page: inner() })
      const sticksOut = 'document.documentElement.scrollWidth > document.documentElement.clientWidth'
      await expect.poll(() => inner().evaluate<boolean>(sticksOut)).toBe(false)
    }
    await frame.getByRole('button', { name: 'Take the break now' }).press('Enter')
    await frame.locator('[data-phase=short]').waitFor()
    await idle().waitFor()
    await frame.locator('[data-sync=synced]').waitFor()
    const sent = () =>
      watched.page.evaluate<string[]>(
        `fetch('/v1/time-entries?limit=1').then((answer) => answer.json()).then(({ items: [one] }) => [one.source, one.description, typeof one.end])`,
      )
    await expect.poll(sent, patient).toEqual(['pomodoro', hostile, 'string'])
  })

  it('what is shared is proposed, and written only when somebody chooses it', async () => {
    const query = new URLSearchParams({ 'shared-title': hostile, 'shared-text': 'to read' })
    await watched.page.goto(`${stack.url}/app/?${query.toString()}`)
    await frame.getByRole('heading', { name: 'Something was shared' }).waitFor()
    await expect
      .poll(() => frame.getByLabel('Text', { exact: true }).inputValue(), patient)
      .toBe(`${hostile} to read`)
    expect(new URL(watched.page.url()).search).toBe('')
    await dialogIsAccessible()
    await frame.getByRole('button', { name: 'Leave', exact: true }).press('Enter')
    await isAt('timer')
    await idle().waitFor()
    await watched.page.goto(`${stack.url}/app/?link=${encodeURIComponent('web+goalixa:timer?text=by link')}`)
    await frame.getByRole('heading', { name: 'Start the timer' }).waitFor()
    await idle().waitFor()
    await press('Enter')
    await running().waitFor()
    await press('s')
    await idle().waitFor()
  })

  it('broke no rule of its policy and no script', () => expect(watched.errors).toEqual([]))
})
