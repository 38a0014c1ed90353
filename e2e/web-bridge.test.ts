/** Attacks on the bridge, from a frame that somebody else has taken over, from other windows and other sites. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, startChromium } from './browser.ts'
import type { TestStack } from './stack.ts'
import { startTestStack } from './stack.ts'

const patient = { timeout: 30_000 }

describe.skipIf(!hasChromium)('the bridge', () => {
  let browser: Browser
  let stack: TestStack
  let page: Page
  let frame: Frame
  let nonces = 0
  const nonce = () => String(++nonces).padStart(32, '0')

  beforeAll(async () => {
    ;[browser, stack] = await Promise.all([startChromium(), startTestStack()])
    const context = await browser.newContext({ serviceWorkers: 'block' })
    page = await context.newPage()
    // The frame is there, in the right place, and its own script is not: the test is what has taken it over.
    await page.route('**/assets/auth-*.js', (route) => route.abort())
    await page.goto(`${stack.url}/app/#/sign-in`)
    frame = (await (await page.waitForSelector('iframe')).contentFrame())!
    await frame.waitForURL(`${stack.url}/app/auth.html`)
    await frame.waitForLoadState('domcontentloaded')
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
  })

  /** Sends a hello; answers whether a port came back. Both windows answer an empty turn before that is known. */
  const hello = (from: Frame | Page, given: object, to = 'window.parent') =>
    from.evaluate<boolean>(`new Promise((resolve) => {
      const heard = (event) => {
        if (event.ports[0] === undefined) return
        window.port = event.ports[0]
        window.port.heard = []
        window.port.onmessage = ({ data }) => window.port.heard.push(data)
        resolve(true)
      }
      addEventListener('message', heard)
      ${to}.postMessage(${JSON.stringify(given)}, location.origin)
      const own = new MessageChannel()
      const turns = (left) => left === 0 ? (removeEventListener('message', heard), resolve(false)) : setTimeout(() => turns(left - 1), 20)
      turns(10)
    })`)
  const good = () => ({ gx: 1, t: 'hello', nonce: nonce(), role: 'auth' })
  /** Sends over the port; answers the types that come back until it answers a ping, or `closed`. */
  const say = (message: string) =>
    frame.evaluate<string>(`new Promise((resolve) => {
      const { port } = window
      port.onmessage = ({ data }) => data.id === 424242 && resolve('open')
      port.postMessage(${message})
      port.postMessage({ id: 424242, t: 'ping', body: null })
      setTimeout(() => resolve('closed'), 500)
    })`)

  it.each([
    ['a role that is not its own', () => ({ ...good(), role: 'app' })],
    ['no nonce', () => ({ gx: 1, t: 'hello', role: 'auth' })],
    ['a nonce that is none', () => ({ ...good(), nonce: 'x' })],
    ['more than a hello', () => ({ ...good(), more: 1 })],
    ['another version', () => ({ ...good(), gx: 2 })],
  ])('gives no port to %s', async (_what, make) => {
    expect(await hello(frame, make())).toBe(false)
  })

  it('gives no port to another window of the same origin', async () => {
    expect(await hello(page, good(), 'window')).toBe(false)
  })

  it('gives the frame a port, once per nonce', async () => {
    const first = good()
    expect(await hello(frame, first)).toBe(true)
    expect(await say(`{ id: 1, t: 'TITLE', body: { title: 'taken' } }`)).toBe('open')
    await expect.poll(() => page.title(), patient).toBe('taken')
    // While one is open there is no second; after it is closed the nonce has been used.
    expect(await hello(frame, good())).toBe(false)
    expect(await say(`null`)).toBe('closed')
    expect(await hello(frame, first)).toBe(false)
  })

  it.each([
    `{ id: 1, t: '__proto__', body: null }`,
    `{ id: 1, t: 'constructor', body: null }`,
    `{ id: 1, t: 'LOGOUT', body: null }`,
    `{ id: 1, t: 'TITLE', body: { title: 'x'.repeat(70000) } }`,
    `{ id: 1, t: 'NAVIGATE', body: { path: 'javascript:alert(1)' } }`,
    `{ id: 1, t: 'NAVIGATE', body: { path: '//evil.example' } }`,
    `{ id: 1, t: 'NAVIGATE', body: { path: 'https://evil.example/' } }`,
    `(() => { const bomb = {}; bomb.self = bomb; return bomb })()`,
    `'text'`,
  ])('closes the port after %s', async (message) => {
    expect(await hello(frame, good())).toBe(true)
    expect(await say(message)).toBe('closed')
    expect(page.url()).toBe(`${stack.url}/app/#/sign-in`)
  })

  it('does not go to a view that there is not', async () => {
    expect(await hello(frame, good())).toBe(true)
    expect(await say(`{ id: 1, t: 'NAVIGATE', body: { path: '/no-such-view' } }`)).toBe('open')
    expect(page.url()).toBe(`${stack.url}/app/#/sign-in`)
  })

  it('closes the port in a flood', async () => {
    await frame.evaluate(
      `for (let id = 0; id < 1000; id++) window.port.postMessage({ id, t: 'ping', body: null })`,
    )
    expect(await say(`{ id: 1, t: 'ping', body: null }`)).toBe('closed')
  })

  it('HD-01: another site can neither frame the shell nor hold its window', async () => {
    const evil = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(
        `<iframe src="${stack.url}/app/"></iframe><iframe src="${stack.url}/app/app.html"></iframe>`,
      )
    }).listen(0, '127.0.0.1')
    const other = await browser.newPage()
    await other.goto(`http://127.0.0.1:${(evil.address() as AddressInfo).port}/`)
    await expect
      .poll(
        () =>
          other
            .frames()
            .slice(1)
            .map((one) => one.url()),
        patient,
      )
      .toEqual(['chrome-error://chromewebdata/', 'chrome-error://chromewebdata/'])
    await other.close()
    evil.close()
  })
})
