/** The app in a browser: signing up, the timer, and all of it again while the server is stopped. */
import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, FrameLocator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPwa } from '../tools/build/build-pwa.ts'
import { hasChromium, openPage, startChromium } from './browser.ts'
import type { WatchedPage } from './browser.ts'
import { restartableStack, temporaryFolder } from './stack.ts'

type Stack = Awaited<ReturnType<typeof restartableStack>>
type Folder = Awaited<ReturnType<typeof temporaryFolder>>

const patient = { timeout: 30_000 }

describe.skipIf(!hasChromium)('the app', () => {
  let browser: Browser
  let folder: Folder
  let stack: Stack
  let watched: WatchedPage
  let frame: FrameLocator
  const hostile = '<img src=x onerror="document.title=1"> "\'&'
  const email = 'web@example.org'

  beforeAll(async () => {
    folder = await temporaryFolder()
    await buildPwa(folder.path, 'A')
    stack = await restartableStack({ settings: { PWA_DIR: folder.path } })
    ;[browser] = await Promise.all([startChromium(), stack.start()])
    watched = await openPage(browser)
    frame = watched.page.frameLocator('iframe')
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.remove()
    await folder?.remove()
  })
  const line = () => frame.getByLabel('What are you doing?')
  const workerIs = (state: string) =>
    expect
      .poll(
        () =>
          watched.page.evaluate<string[]>(
            `navigator.serviceWorker.getRegistration('/').then((one) => ['installing', 'waiting', 'active'].filter((name) => one?.[name]))`,
          ),
        patient,
      )
      .toEqual([state])

  it('makes an account, without a token that a script could read', async () => {
    await watched.page.goto(`${stack.url}/app/`)
    await frame.getByRole('button', { name: 'New here?' }).click()
    await frame.getByLabel('Email').fill(email)
    await frame.getByLabel('Password').fill('correct horse battery')
    await frame.getByRole('button', { name: 'Make an account', exact: true }).click()
    await frame.getByRole('heading', { name: 'Overview', exact: true }).waitFor()
    await watched.page.goto(`${stack.url}/app/#/timer`)
    await frame.getByRole('heading', { name: 'Timer', exact: true }).waitFor()
    expect(await watched.page.evaluate('document.cookie')).toBe('')
    const kept = await watched.page.evaluate<string>('JSON.stringify([...Object.entries(localStorage)])')
    expect(kept).not.toContain(email)
  })

  it('W13: starts and stops a timer; a hostile description is text', async () => {
    await line().fill(`${hostile} +thesis`)
    await line().press('Enter')
    await frame.getByRole('button', { name: 'Stop' }).waitFor()
    const row = frame.getByRole('listitem').filter({ hasText: hostile })
    await row.waitFor()
    expect(await frame.locator('img').count()).toBe(0)
    await frame.getByRole('button', { name: 'Stop' }).click()
    await frame.getByRole('button', { name: 'Start', exact: true }).waitFor()
    await frame.locator('[data-sync=synced]').waitFor()
  })

  it('SW-05: keeps no answer of the server in its caches', async () => {
    await workerIs('active')
    const cached = await watched.page.evaluate<string[]>(`(async () => {
      const found = []
      for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname)
      return found
    })()`)
    expect(cached).toContain('/app/')
    expect(cached.filter((path) => !path.startsWith('/app/'))).toEqual([])
  })

  it('SW-13: begins with the server stopped, also at a link that was never visited', async () => {
    await stack.stop()
    await watched.page.goto(`${stack.url}/app/#/timer?from=2026-01-01`)
    await watched.page.reload()
    await frame.getByRole('listitem').filter({ hasText: hostile }).waitFor()
    await line().fill('without network')
    await line().press('Enter')
    await frame.getByRole('listitem').filter({ hasText: 'without network' }).waitFor()
    await frame.locator('[data-sync=offline]').waitFor()
    const second = await watched.page.context().newPage()
    await second.goto(`${stack.url}/app/#/no-such-view`)
    await second.frameLocator('iframe').getByText('There is nothing at this address.').waitFor()
    await second.close()
  })

  it('sends what waited once the server is back', async () => {
    await stack.start()
    await frame.locator('[data-sync=synced]').waitFor({ timeout: 60_000 })
    const sent = await watched.page.evaluate<{ items: { description: string }[] }>(
      `fetch('/v1/time-entries?limit=10').then((answer) => answer.json())`,
    )
    expect(sent.items.map(({ description }) => description)).toEqual(['without network', hostile])
  })

  it('SW-07: offers a new version, and reloads once it is wanted', async () => {
    const { version } = await buildPwa(folder.path, 'B')
    await watched.page.evaluate(`navigator.serviceWorker.getRegistration('/').then((one) => one.update())`)
    await watched.page.getByText('A new version of Goalixa is ready.').waitFor()
    await watched.page.getByRole('button', { name: 'Update now' }).click()
    await frame.getByRole('button', { name: 'Stop' }).waitFor()
    await expect
      .poll(() => watched.page.evaluate<string[]>('caches.keys()').catch(() => []), patient)
      .toEqual([`gx-${version}`])
  })

  it('SW-07: two tabs, of which one is written in: it reloads when that is done, and nothing is lost', async () => {
    const second = await watched.page.context().newPage()
    const inSecond = second.frameLocator('iframe')
    await second.goto(`${stack.url}/app/#/tasks`)
    const add = inSecond.getByRole('textbox', { name: 'Add a task' })
    await add.fill('half a task')
    for (const page of [watched.page, second]) await page.evaluate('globalThis.wasHere = 1')
    const marked = (page: typeof second) => page.evaluate('globalThis.wasHere').catch(() => 1)
    const { version } = await buildPwa(folder.path, 'C')
    await watched.page.evaluate(`navigator.serviceWorker.getRegistration('/').then((one) => one.update())`)
    await second.getByText('A new version of Goalixa is ready.').waitFor()
    await watched.page.getByRole('button', { name: 'Update now' }).click()
    await expect.poll(() => marked(watched.page), patient).toBeUndefined()
    await frame.getByRole('button', { name: 'Stop' }).waitFor()
    await expect.poll(() => marked(second)).toBe(1)
    await expect.poll(() => add.inputValue()).toBe('half a task')
    await add.press('End')
    await second.keyboard.type(' and the rest')
    await add.press('Enter')
    await expect.poll(() => marked(second), patient).toBeUndefined()
    await inSecond.getByRole('link', { name: 'half a task and the rest' }).waitFor()
    await second.evaluate('globalThis.wasHere = 2')
    const versions = () => second.evaluate<string[]>('caches.keys()')
    await expect.poll(versions, patient).toEqual([`gx-${version}`])
    // Once is enough.
    await inSecond.locator('[data-sync=synced]').waitFor()
    await expect.poll(() => marked(second)).toBe(2)
    await second.close()
  })

  it('SW-06: leaves nothing of a person behind who signs out', async () => {
    await frame.locator('[data-sync=synced]').waitFor()
    await frame.getByRole('button', { name: 'Sign out' }).click()
    await frame.getByRole('heading', { name: 'Sign in' }).waitFor()
    const left = () =>
      watched.page.evaluate<string>(`(async () => JSON.stringify([
        (await indexedDB.databases()).map(({ name }) => name), Object.keys(localStorage).filter((key) => key !== 'gx-renewed')
      ]))()`)
    await expect.poll(left, patient).toBe('[[],[]]')
    // What may stay says only that this browser has signed in before.
    const session = async () =>
      (await watched.page.context().cookies()).filter(({ name }) => /goalixa_(at|rt)$/.test(name))
    await expect.poll(session, patient).toEqual([])
  })

  it('broke no rule of its policy and no script', () => {
    const known = /net::ERR_|Failed to load resource/
    expect(watched.errors.filter((error) => !known.test(error))).toEqual([])
  })

  it('SW-12: the server can switch the worker off', async () => {
    const path = join(folder.path, 'version.json')
    await cp(path, `${path}.kept`)
    await writeFile(path, '{"sw":"off"}')
    await watched.page.reload()
    await expect
      .poll(() => watched.page.evaluate<string[]>('caches.keys()').catch(() => ['?']), patient)
      .toEqual([])
  })
})
