/** The browser app when things break: nothing that was written is lost, and a sentence says what happened. */
import type { Browser, BrowserContext, CDPSession, FrameLocator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { appViews } from '../packages/pwa/src/bridge/views.ts'
import { hasChromium, openPage, startChromium } from './browser.ts'
import type { WatchedPage } from './browser.ts'
import type { TestStack } from './stack.ts'
import { startTestStack } from './stack.ts'

const patient = { timeout: 30_000 }
const hostile = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>"'&{{7*7}}`
const user = { email: 'broken@example.org', password: 'correct horse battery' }

describe.skipIf(!hasChromium)('the app when things break', () => {
  let browser: Browser
  let stack: TestStack
  let watched: WatchedPage
  let page: Page
  let frame: FrameLocator
  let cdp: CDPSession
  const violations: string[] = []

  const begin = async (context?: (one: BrowserContext) => Promise<unknown>) => {
    watched = await openPage(browser, { viewport: { width: 1280, height: 900 }, serviceWorkers: 'block' })
    page = watched.page
    page.setDefaultTimeout(20_000)
    await context?.(page.context())
    page.on('console', (message) => {
      if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text()))
        violations.push(message.text())
    })
    frame = page.frameLocator('iframe')
    cdp = await page.context().newCDPSession(page)
  }
  const signIn = async () => {
    await page.goto(`${stack.url}/app/#/sign-in`)
    await frame.getByLabel('Email').fill(user.email)
    await frame.getByLabel('Password').fill(user.password)
    await frame.getByRole('button', { name: 'Sign in', exact: true }).click()
    await frame.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  }
  const timerPage = async () => {
    await page.goto(`${stack.url}/app/#/timer`)
    await frame.getByRole('heading', { level: 1, name: 'Timer' }).waitFor()
  }
  const line = () => frame.getByLabel('What are you doing?')
  const begins = async (text: string) => {
    await line().fill(text)
    await line().press('Enter')
    await frame.getByRole('button', { name: 'Stop', exact: true }).waitFor()
  }
  const ends = async () => {
    await frame.getByRole('button', { name: 'Stop', exact: true }).click()
    await frame.getByRole('button', { name: 'Start', exact: true }).waitFor()
  }
  const synced = () => frame.locator('[data-sync=synced]').waitFor({ timeout: 60_000 })
  const says = (text: string | RegExp) => frame.getByText(text).first().waitFor()
  interface Entry {
    readonly description: string
    readonly start: string
    readonly durationSeconds: number
  }
  const entries = () =>
    page.evaluate<Entry[]>(
      `fetch('/v1/time-entries?limit=100').then((one) => one.json()).then(({ items }) => items)`,
    )
  const described = async () => (await entries()).map(({ description }) => description)
  /** Works on the store of the account as a script of the page could. */
  const inStore = (work: string) =>
    page.evaluate(`(async () => {
      const asked = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
      const name = (await indexedDB.databases()).find(({ name }) => /^goalixa-[0-9a-f]{8}-/.test(name)).name
      ${work}
    })()`)
  const refusals = () => watched.errors.filter((text) => /Content Security Policy|Trusted/.test(text))

  beforeAll(async () => {
    ;[browser, stack] = await Promise.all([startChromium(), startTestStack()])
    await begin()
    await page.goto(`${stack.url}/app/#/sign-up`)
    await frame.getByLabel('Email').fill(user.email)
    await frame.getByLabel('Password').fill(user.password)
    await frame.getByRole('button', { name: 'Make an account', exact: true }).click()
    await frame.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    await timerPage()
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
  })
  afterEach(async () => {
    await page.unrouteAll()
    expect([...violations, ...refusals()]).toEqual([])
  })

  it('F13: storage wiped while the app is open is said, and what was sent comes back', async () => {
    await begins('before the wipe')
    await ends()
    await synced()
    await cdp.send('Storage.clearDataForOrigin', { origin: stack.url, storageTypes: 'indexeddb' })
    await says(/was removed or closed while Goalixa was open/)
    await frame.getByRole('button', { name: 'Reload' }).click()
    await frame.getByRole('listitem').filter({ hasText: 'before the wipe' }).first().waitFor()
    await begins('after the wipe')
    await ends()
    await synced()
    await expect.poll(() => described()).toEqual(['after the wipe', 'before the wipe'])
  })

  it('F13: storage wiped between visits is loaded from the server; without its cookies it asks for a sign-in', async () => {
    await page.goto('about:blank')
    await cdp.send('Storage.clearDataForOrigin', {
      origin: stack.url,
      storageTypes: 'indexeddb,local_storage',
    })
    await timerPage()
    await frame.getByRole('listitem').filter({ hasText: 'after the wipe' }).first().waitFor()
    await page.goto('about:blank')
    await cdp.send('Storage.clearDataForOrigin', { origin: stack.url, storageTypes: 'all' })
    await signIn()
    await timerPage()
    await frame.getByRole('listitem').filter({ hasText: 'after the wipe' }).first().waitFor()
  })

  it('F12: no room left is said, the text stays, and the write works once there is room', async () => {
    await watched.close()
    await begin()
    // Before anything is stored: the browser remembers how much room there was.
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: stack.url, quotaSize: 4_000_000 })
    await signIn()
    await synced()
    await timerPage()
    await page.evaluate(`(async () => {
      const opened = indexedDB.open('filler')
      opened.onupgradeneeded = () => opened.result.createObjectStore('kept', { autoIncrement: true })
      await new Promise((resolve) => (opened.onsuccess = resolve))
      const put = (size) => new Promise((resolve) => {
        const transaction = opened.result.transaction('kept', 'readwrite')
        transaction.objectStore('kept').put(crypto.getRandomValues(new Uint8Array(size)))
        transaction.oncomplete = () => resolve(true)
        transaction.onabort = () => resolve(false)
      })
      for (let size = 65_536; size >= 16; size /= 4) for (let n = 0; n < 100 && (await put(size)); n++);
      opened.result.close()
    })()`)
    const long = `no room ${'x'.repeat(900)}`
    await line().fill(long)
    await line().press('Enter')
    await says(/the browser could not store it/)
    await expect.poll(() => line().inputValue(), patient).toBe(long)
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: stack.url, quotaSize: 1_000_000_000 })
    await line().press('Enter')
    await frame.getByRole('button', { name: 'Stop', exact: true }).waitFor()
    await ends()
    await synced()
    await expect.poll(() => described()).toContain(long)
  })

  it('records overwritten by garbage are repaired, and what waited is sent', async () => {
    await page.route('**/v1/sync', (route) => route.abort())
    await begins('waits through the garbage')
    await ends()
    await inStore(`
      const database = await asked(indexedDB.open(name))
      const rows = database.transaction('rows', 'readwrite').objectStore('rows')
      for (const row of await asked(rows.getAll()))
        if (row.table === 'timeEntries') await asked(rows.put({ ...row, visible: 'garbage', confirmed: 7 }))
      database.close()`)
    await page.reload()
    await says(/cannot be read|is damaged/)
    await page.unroute('**/v1/sync')
    await frame.getByRole('button', { name: 'Repair' }).click()
    await frame.getByRole('listitem').filter({ hasText: 'waits through the garbage' }).first().waitFor()
    await frame.getByRole('listitem').filter({ hasText: 'before the wipe' }).first().waitFor()
    await synced()
    await expect.poll(() => described()).toContain('waits through the garbage')
  })

  it('a database of a newer version is said, and can be loaded anew', async () => {
    await page.goto(`${stack.url}/app/offline.html`)
    await inStore(`
      const database = await asked(indexedDB.open(name, 99))
      database.close()`)
    await timerPage().catch(() => undefined)
    await says(/written by a newer version of Goalixa/)
    await frame.getByRole('button', { name: 'Remove it here, load it from the server' }).click()
    await frame.getByRole('listitem').filter({ hasText: 'waits through the garbage' }).first().waitFor()
  })

  it('a store whose own state is garbage goes, after a copy was offered', async () => {
    await inStore(`
      const database = await asked(indexedDB.open(name))
      await asked(database.transaction('meta', 'readwrite').objectStore('meta').put('garbage', 'state'))
      database.close()`)
    await page.reload()
    await says(/is damaged/)
    const saved = page.waitForEvent('download')
    await frame.getByRole('button', { name: 'Download a copy' }).click()
    expect((await saved).suggestedFilename()).toBe('goalixa-unsent.json')
    await frame.getByRole('button', { name: 'Repair' }).click()
    await frame.getByRole('button', { name: 'Repair' }).waitFor({ state: 'detached' })
    await frame.getByRole('button', { name: 'Remove it here, load it from the server' }).click()
    await frame.getByRole('listitem').filter({ hasText: 'waits through the garbage' }).first().waitFor()
  })

  it.each([
    [
      'a page of HTML with 200',
      { status: 200, contentType: 'text/html', body: '<h1>Welcome to the hotel</h1>' },
    ],
    [
      'half of a document',
      { status: 200, contentType: 'application/json', body: '{"cursor": 12, "rows": [' },
    ],
    ['another document', { status: 200, contentType: 'application/json', body: '{"welcome": true}' }],
    ['an empty list', { status: 200, contentType: 'application/json', body: '[]' }],
    ['null', { status: 200, contentType: 'application/json', body: 'null' }],
    ['500 without a word', { status: 500, contentType: 'text/plain', body: '' }],
  ])('keeps what was written while sync is answered with %s', async (what, answer) => {
    await synced()
    await page.route('**/v1/sync', (route) => route.fulfill(answer))
    await begins(`during ${what}`)
    await says(/The server does not answer as it should/)
    await ends()
    await frame.locator('[data-sync=failed]').waitFor()
    await page.unroute('**/v1/sync')
    await page.evaluate(`document.querySelector('iframe').contentWindow.dispatchEvent(new Event('online'))`)
    await synced()
    await expect.poll(described, patient).toContain(`during ${what}`)
  })

  it('keeps what was written while a captive portal sends everybody elsewhere', async () => {
    await page.route('**/v1/**', (route) =>
      route.fulfill({ status: 302, headers: { location: `${stack.url}/app/offline.html` } }),
    )
    await begins('behind the portal')
    await ends()
    await frame.locator('[data-sync=offline]').waitFor()
    await page.unroute('**/v1/**')
    await page.evaluate(`document.querySelector('iframe').contentWindow.dispatchEvent(new Event('online'))`)
    await synced()
    await expect.poll(described, patient).toContain('behind the portal')
  })

  it.each([
    '/tasks/01890000-0000-7000-8000-000000000000',
    '/tasks?filter=%23nothing-of-that-name',
    '/projects/01890000-0000-7000-8000-000000000000',
    '/habits/01890000-0000-7000-8000-000000000000',
    '/goals/01890000-0000-7000-8000-000000000000',
    '/reminders/01890000-0000-7000-8000-000000000000',
    '/pomodoro?task=01890000-0000-7000-8000-000000000000',
    '/reports?project=01890000-0000-7000-8000-000000000000',
    '/timesheet?week=9999-99-99',
    '/timer?from=not-a-day',
  ])('a bookmark to what is gone shows a page: %s', async (path) => {
    const known = watched.errors.length
    await page.goto(`${stack.url}/app/#${path}`)
    await page.reload()
    await expect.poll(() => frame.locator('main').innerText(), patient).toMatch(/\p{L}{3}/u)
    await frame.getByRole('heading', { level: 1 }).first().waitFor()
    if (/0000-7/.test(path) && !path.includes('?'))
      await says(
        /no longer|is gone|nothing at this address|not here|No habits|no such|deleted|does not exist/i,
      )
    expect(watched.errors.slice(known)).toEqual([])
  })

  it.each(appViews)('W13: hostile text in every field of %s runs nothing', async (view) => {
    const known = watched.errors.length
    await page.goto(`${stack.url}/app/#/${view}`)
    await frame.locator('main h1').first().waitFor()
    const fields = frame.locator(
      'input:not([type]), input[type=text], input[type=search], input[type=email], input[type=url], input[type=password], textarea',
    )
    const count = await fields.count()
    for (let at = 0; at < count; at++) {
      const field = fields.nth(at)
      if (!(await field.isVisible()) || !(await field.isEditable())) continue
      await field.fill(hostile)
      await field.press('Enter')
    }
    expect(await frame.locator('img[src="x"]').count()).toBe(0)
    expect(await page.title()).not.toContain('owned')
    await page.keyboard.press('Escape')
    expect(watched.errors.slice(known)).toEqual([])
  })

  it.each([
    ['ahead', 3_600_000],
    ['behind', -3_600_000],
  ])('a clock one hour %s is said, and times are those of the server', async (way, wrongMs) => {
    await watched.close()
    await begin((context) =>
      context.addInitScript(`{
        const { now } = Date
        const Real = Date
        globalThis.Date = class extends Real {
          constructor(...given) { given.length === 0 ? super(now() + ${wrongMs}) : super(...given) }
          static now() { return now() + ${wrongMs} }
        }
      }`),
    )
    await signIn()
    await synced()
    await says(`The clock of this device is 1h ${way}.`)
    await timerPage()
    // One of the hostile texts may have started it.
    if ((await frame.locator('.gx-tracker[data-running]').count()) > 0) await ends()
    const before = Date.now()
    await begins(`with a clock ${way}`)
    await expect.poll(() => frame.getByRole('timer').innerText()).toMatch(/^\s*0:00:\d\d\s*$/)
    await ends()
    await synced()
    const latest = (await entries()).find(({ description }) => description === `with a clock ${way}`)
    expect(Math.abs(Date.parse(latest!.start) - before)).toBeLessThan(60_000)
    expect(latest!.durationSeconds).toBeLessThan(60)
  })
})
