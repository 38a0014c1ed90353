/** Settings, account, sync and signing in again, in a browser: as people use them, and with what others would do to them. */
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeAt } from '../packages/auth/src/totp/otp.ts'
import { expectAccessible, expectFits, hasChromium, openPage, startChromium } from './browser.ts'
import type { WatchedPage } from './browser.ts'
import { restartableStack } from './stack.ts'

const patient = { timeout: 30_000 }
const hostile = '<img src=x onerror="document.title=1">'
const email = 'settled@example.org'
const password = 'correct horse battery'

describe.skipIf(!hasChromium)('settings, account and sync', () => {
  let browser: Browser
  let stack: Awaited<ReturnType<typeof restartableStack>>
  let watched: WatchedPage
  let page: Page
  let frame: FrameLocator

  beforeAll(async () => {
    stack = await restartableStack()
    ;[browser] = await Promise.all([startChromium(), stack.start()])
    watched = await openPage(browser, { viewport: { width: 1280, height: 900 }, acceptDownloads: true })
    page = watched.page
    page.setDefaultTimeout(15_000)
    // Each frame notes to whom its messages may go. The function must be the frame's own: a message is from whose code sends it.
    await page.addInitScript(`(() => {
      const { parent } = window
      const post = (parent.ownPost ??= parent.postMessage)
      parent.postMessage = (message, to, ...rest) => {
        window.top.sentTo = [...(window.top.sentTo ?? []), typeof to === 'object' ? to?.targetOrigin : to]
        return post.call(parent, message, to, ...rest)
      }
    })()`)
    frame = page.frameLocator('iframe')
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.remove()
  })
  const stop = () => frame.locator('.gx-topbar').getByRole('button', { name: 'Stop' }).click()
  const button = (name: string | RegExp, of = frame) => of.getByRole('button', { name, exact: true })
  const heading = (name: string, of = frame) => of.getByRole('heading', { name, exact: true, level: 1 })
  const at = async (path: string, title: string) => {
    await page.evaluate(`location.hash = ${JSON.stringify(path)}`)
    await heading(title).waitFor()
  }
  const asked = <Answer>(path: string) =>
    page.evaluate<Answer>(`fetch(${JSON.stringify(path)}).then((answer) => answer.json())`)
  const settings = () =>
    asked<{
      weekStart: number
      zone: string | null
      overlap: string | null
      pomodoro: { workSeconds: number }
    }>('/v1/settings')
  const inner = async () => (await (await page.waitForSelector('iframe')).contentFrame())!
  const signIn = async (of: FrameLocator, word = 'Sign in') => {
    await of.getByLabel('Email').fill(email)
    await of.getByLabel('Password').fill(password)
    await button(word, of).click()
  }

  it('says what to do about a forgotten password, and makes an account', async () => {
    await page.goto(`${stack.url}/app/#/forgot`)
    await heading('Set a new password').waitFor()
    await frame.getByLabel('Email').fill(email)
    await frame.getByLabel('Email').press('Enter')
    await frame.getByText('a mail is on its way').waitFor()
    await expectAccessible({ page: await inner() })
    await button('Have an account? Sign in').click()
    await button('New here? Make an account').click()
    await signIn(frame, 'Make an account')
    await frame.locator('[data-sync=synced]').waitFor()
  })

  it('SEC-050: every message between the windows names the one origin', async () => {
    const to = await page.evaluate<string[]>('window.sentTo')
    expect([...new Set(to)]).toEqual([stack.url])
  })

  it('keeps settings for every device; Esc restores what was there', async () => {
    await at('/settings', 'Settings')
    await frame.getByLabel('First day of the week').selectOption('6')
    await frame.getByLabel('Time zone').selectOption('Asia/Tehran')
    await frame.getByLabel('When time entries overlap').selectOption('split')
    const work = frame.getByLabel('Work, minutes')
    await work.fill('50')
    await work.press('Enter')
    await expect.poll(settings, patient).toMatchObject({
      weekStart: 6,
      zone: 'Asia/Tehran',
      pomodoro: { workSeconds: 3000 },
      overlap: 'split',
    })
    await work.fill('7')
    await work.press('Escape')
    await expect.poll(() => work.inputValue(), patient).toBe('50')
  })

  it('is dark and Persian as somebody chooses, in frame and window alike', async () => {
    await button('Dark').click()
    await expect.poll(() => page.evaluate('document.documentElement.dataset.theme')).toBe('dark')
    await button('Gregorian').click()
    await button('فارسی').first().click()
    await heading('تنظیمات').waitFor()
    await expect.poll(() => page.evaluate('document.documentElement.dir')).toBe('rtl')
    await page.setViewportSize({ width: 320, height: 700 })
    await expectAccessible({ page: await inner() })
    await expectFits(watched)
    await page.setViewportSize({ width: 1280, height: 900 })
    await button('روشن').click()
    await frame.getByRole('group', { name: 'زبان' }).getByRole('button', { name: 'English' }).click()
    await heading('Settings').waitFor()
  })

  it('imports a file after a look at it, undoes that in one go, and hands everything out', async () => {
    const entry = {
      id: 1,
      start: '20260302T090000Z',
      end: '20260302T100000Z',
      annotation: hostile,
      tags: ['vellichor'],
    }
    const file = {
      name: 'time.data',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify([entry])),
    }
    const here = async () => (await asked<{ items: unknown[] }>('/v1/time-entries?limit=10')).items.length
    await frame.getByLabel('Format').selectOption('timewarrior')
    await frame.getByLabel('File', { exact: true }).setInputFiles(file)
    await button('Look at the file').click()
    await frame.getByText('Nothing is imported yet').waitFor()
    await expect.poll(() => frame.locator('[data-new-entries]').textContent(), patient).toBe('1')
    expect(await here()).toBe(0)
    await button('Import').click()
    await button('Undo the import').waitFor()
    await expect.poll(() => here()).toBe(1)
    await button('Undo the import').click()
    await expect.poll(here, patient).toBe(0)
    const [download] = await Promise.all([page.waitForEvent('download'), button('Everything (JSON)').click()])
    expect(await readFile(await download.path(), 'utf8')).toContain('"weekStart"')
  })

  it('shows a token once, with the scopes that were chosen; a hostile name is text', async () => {
    await at('/account/tokens', 'Account')
    await frame.getByLabel('Name').fill(hostile)
    await frame.getByLabel('tasks:write').check()
    await frame.getByLabel('Name').press('Enter')
    const secret = (await frame.locator('pre').textContent())!
    const status = async () =>
      (await fetch(`${stack.url}/v1/tasks`, { headers: { authorization: `Bearer ${secret}` } })).status
    await expect.poll(() => status()).toBe(200)
    await frame.getByText('read, tasks:write').waitFor()
    expect(await frame.locator('img').count()).toBe(0)
    await page.reload()
    await frame.getByText(hostile).waitFor()
    expect(await frame.locator('pre').count()).toBe(0)
    await button(`Revoke: ${hostile}`).click()
    await frame.getByText('There are no tokens.').waitFor()
    await expect.poll(status, patient).toBe(401)
  })

  it('makes a token for one project, which reaches no other', async () => {
    const make = (path: string, body: object) =>
      page.evaluate<{ id: string }>(`fetch(${JSON.stringify(path)}, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: ${JSON.stringify(JSON.stringify(body))},
      }).then((answer) => answer.json())`)
    const { id } = await make('/v1/projects', { name: 'Website' })
    await make('/v1/tasks', { title: 'public', projectId: id })
    await make('/v1/tasks', { title: 'private' })
    await at('/account/tokens', 'Account')
    await frame.getByLabel('What it reaches').selectOption({ label: 'Only the project Website' })
    await frame.getByLabel('Name').fill('ci')
    await frame.getByLabel('Name').press('Enter')
    const secret = (await frame.locator('pre').textContent())!
    await frame.locator('li').getByText('Only the project Website').waitFor()
    const ask = (path: string) => fetch(stack.url + path, { headers: { authorization: `Bearer ${secret}` } })
    const { items } = (await (await ask('/v1/tasks')).json()) as { items: { title: string }[] }
    expect(items.map(({ title }) => title)).toEqual(['public'])
    expect((await ask('/v1/settings')).status).toBe(403)
    await button('Revoke: ci').click()
    await frame.getByText('There are no tokens.').waitFor()
  })

  it('makes and revokes a calendar feed', async () => {
    await at('/account/feeds', 'Account')
    await frame.getByLabel('Name').fill('phone')
    await frame.getByLabel('Name').press('Enter')
    const address = (await frame.locator('pre').textContent())!
    expect((await fetch(address)).status).toBe(200)
    await button('Revoke: phone').click()
    await frame.getByText('There are no feeds.').waitFor()
    expect((await fetch(address)).status).toBe(404)
  })

  it('changes the password with the current one', async () => {
    await at('/account/profile', 'Account')
    const change = async (from: string, to: string, says: string) => {
      await frame.getByLabel('Your password').fill(from)
      await frame.getByLabel('New password').fill(to)
      await frame.getByLabel('New password').press('Enter')
      await frame.getByText(says).waitFor()
    }
    await change('wrong', `${password}!`, 'The password is wrong.')
    await change(password, `${password}!`, 'The password is changed')
    await change(`${password}!`, password, 'The password is changed')
    await expect.poll(() => frame.getByLabel('New password').inputValue(), patient).toBe('')
  })

  it('looks right to a machine, dark and narrow as well', async () => {
    for (const [path, title] of [
      ['/account/profile', 'Account'],
      ['/account/tokens', 'Account'],
      ['/account/security', 'Account'],
      ['/sync', 'Sync'],
    ] as const) {
      await at(path, title)
      await page.emulateMedia({ colorScheme: path.length % 2 === 0 ? 'dark' : 'light' })
      await page.setViewportSize({ width: 320, height: 700 })
      await frame.locator('.gx-card').first().waitFor()
      await expectAccessible({ page: await inner() })
      await expectFits(watched)
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 1280, height: 900 })
  })

  it('AUTH_EXPIRED: a session that was ended elsewhere is said; after signing in, view and changes are there', async () => {
    const other = await openPage(browser)
    const otherFrame = other.page.frameLocator('iframe')
    await other.page.goto(`${stack.url}/app/#/account/sessions`)
    await signIn(otherFrame)
    await heading('Account', otherFrame).waitFor()
    await expect.poll(() => otherFrame.getByRole('listitem').count(), patient).toBeGreaterThan(1)
    await button('End all others', otherFrame).click()
    await expect.poll(() => otherFrame.locator('.gx-main').getByRole('listitem').count(), patient).toBe(1)
    await other.close()

    await at('/account/activity', 'Account')
    await frame.getByLabel('What are you doing?').fill(`${hostile} quokka`)
    await frame.getByLabel('What are you doing?').press('Enter')
    await frame.getByText('Your session has ended. Changes stay').waitFor()
    await expectAccessible({ page: await inner() })
    await button('Sign in').click()
    await heading('Sign in').waitFor()
    await signIn(frame)
    await frame.locator('[data-sync=synced]').waitFor()
    await expect.poll(() => page.url()).toBe(`${stack.url}/app/#/account/activity`)
    const sent = await asked<{ items: { description: string }[] }>('/v1/time-entries?limit=1')
    expect(sent.items.map(({ description }) => description)).toEqual([`${hostile} quokka`])
  })

  it('tells which timer another device ended, and lets it run on', async () => {
    const running = async () =>
      (await asked<{ running: { description: string } | null }>('/v1/timer')).running?.description
    await stop()
    // What the other device ends must be this timer alone.
    await expect.poll(running, patient).toBe(undefined)
    await page.context().setOffline(true)
    await frame.getByLabel('What are you doing?').fill('mine')
    await frame.getByLabel('What are you doing?').press('Enter')
    const startedMs = Date.now()
    await frame.locator('[data-sync=offline]').waitFor()
    // Whole seconds say which of them started later, on clocks that agree nearly.
    await expect.poll(() => Date.now() - startedMs, patient).toBeGreaterThan(2_000)
    const headers = { origin: stack.url, 'sec-fetch-site': 'same-origin' }
    const started = await page.request.post(`${stack.url}/v1/timer/start`, {
      headers,
      data: { description: 'theirs' },
    })
    expect(started.ok()).toBe(true)
    await page.context().setOffline(false)
    await at('/sync', 'Sync')
    await button('Let it run on: mine').click()
    await expect.poll(() => frame.locator('.gx-main').innerText(), patient).toContain('No value was lost')
    await expect.poll(running, patient).toBe('mine')
  })

  it('turns codes of an app on; asks for the password again when the sign-in is old', async () => {
    const client = new pg.Client({ connectionString: stack.databaseUrl })
    await client.connect()
    await client.query(`update auth.sessions set authenticated_at = now() - interval '1 hour'`)
    await client.end()
    await at('/account/security', 'Account')
    await button('Set up').click()
    await frame.getByLabel('Your password').fill('wrong')
    await button('Confirm').click()
    await frame.getByText('The email or the password is wrong.').waitFor()
    await frame.getByLabel('Your password').fill(password)
    await frame.getByLabel('Your password').press('Enter')
    await frame.locator('pre').waitFor()
    const secret = (await frame.locator('pre').textContent())!.trim()
    expect(
      await frame.getByRole('link', { name: 'Open in an authenticator app' }).getAttribute('href'),
    ).toMatch(/^otpauth:\/\/totp\//)
    await frame.getByLabel('First code of the app').fill('000000')
    await frame.getByLabel('First code of the app').press('Enter')
    await frame.getByText('The code is wrong.').waitFor()
    await frame.getByLabel('First code of the app').fill(codeAt(secret, new Date()))
    await frame.getByLabel('First code of the app').press('Enter')
    await frame.getByText('Recovery codes left: 10').waitFor()
    expect((await frame.locator('pre').textContent())!.split('\n')).toHaveLength(10)
    // This server has a number as its address.
    await frame.getByLabel('Name of the passkey').fill('key')
    await frame.getByLabel('Name of the passkey').press('Enter')
    await frame.getByText('Passkeys do not work').waitFor()
    await button('Turn off').click()
    await button('Set up').waitFor()
  })

  it('SEC-052: signing out asks when changes wait, and then leaves nothing of a person behind', async () => {
    await stack.stop()
    await stop()
    await at('/sync', 'Sync')
    await frame.locator('[data-waiting="1"]').waitFor()
    await button('Sign out').click()
    const dialog = frame.getByRole('dialog', { name: 'Sign out and lose changes?' })
    const [copy] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download a copy' }).click(),
    ])
    const kept = JSON.parse(await readFile(await copy.path(), 'utf8')) as { waiting: unknown[] }
    expect(kept.waiting).toHaveLength(1)
    await dialog.getByRole('button', { name: 'Stay' }).click()
    await dialog.waitFor({ state: 'detached' })
    await button('Sign out').click()
    await dialog.getByRole('button', { name: 'Sign out and lose them' }).click()
    await heading('Sign in').waitFor()
    const left = () =>
      page.evaluate<string>(`(async () => {
        const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie]
        for (const name of await caches.keys())
          for (const request of await (await caches.open(name)).keys())
            found.push(request.url, await (await caches.match(request)).text())
        const opened = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = reject })
        for (const { name } of await indexedDB.databases()) {
          found.push('database ' + name)
          const database = await opened(indexedDB.open(name))
          for (const store of database.objectStoreNames)
            found.push(JSON.stringify(await opened(database.transaction(store).objectStore(store).getAll())))
          database.close()
        }
        return found.join('\\n')
      })()`)
    await expect.poll(async () => (await left()).match(/^database .*$/gm), patient).toBeNull()
    const text = await left()
    expect(text).toContain('/app/')
    const theirs = [email, 'quokka', 'vellichor', 'Asia/Tehran']
    expect(theirs.filter((word) => text.includes(word))).toEqual([])
  })

  it('deletes the account, with everything downloaded first', async () => {
    await stack.start()
    await signIn(frame)
    await frame.locator('[data-sync=synced]').waitFor()
    await at('/account/profile', 'Account')
    await button('Delete the account…').click()
    const dialog = frame.getByRole('dialog', { name: 'Delete the account' })
    const [copy] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download everything first' }).click(),
    ])
    expect(await readFile(await copy.path(), 'utf8')).toContain('quokka')
    await dialog.getByLabel('To go on, type your email:').fill(email)
    await dialog.getByRole('button', { name: 'Delete it for good' }).click()
    await heading('Sign in').waitFor()
    await signIn(frame)
    await frame.getByText('The email or the password is wrong.').waitFor()
  })

  it('broke no rule of its policy and no script', () => {
    const known = /net::ERR_|Failed to load resource/
    expect(watched.errors.filter((error) => !known.test(error))).toEqual([])
  })
})
