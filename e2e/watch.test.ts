import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { atTerminal, environmentOf, hasPseudoTerminal } from './pseudo-terminal.ts'
import type { PseudoTerminal } from './pseudo-terminal.ts'
import { alsoSignedIn, restartableStack, signedInUser } from './stack.ts'
import type { SignedInUser, TerminalUser } from './stack.ts'

const stack = await restartableStack()
let ada: SignedInUser
let phone: TerminalUser
beforeAll(async () => {
  await stack.start()
  ada = await signedInUser(stack.url)
  phone = await alsoSignedIn(stack.url, ada)
})
afterAll(async () => {
  for (const screen of screens) {
    screen.type('q')
    await screen.ended
  }
  for (const one of [ada, phone]) await one.leave()
  await stack.remove()
})

const screens: PseudoTerminal[] = []
async function watch(env: Record<string, string> = {}): Promise<PseudoTerminal> {
  const screen = atTerminal({
    args: ['watch'],
    env: { ...environmentOf(stack.url, ada.home), ...env },
  })
  screens.push(screen)
  await screen.shows('● live')
  return screen
}
const leave = async (screen: PseudoTerminal): Promise<number | null> => {
  screens.splice(screens.indexOf(screen), 1)
  return screen.ended
}

/** Generous, since machines are busy: `npm run bench watch` knows how long it takes. */
const atOnceMs = 3_000
async function isShownSoon(screen: PseudoTerminal, text: string): Promise<void> {
  const began = performance.now()
  await screen.shows(text)
  expect(performance.now() - began).toBeLessThan(atOnceMs)
}

describe.runIf(hasPseudoTerminal)('watch, at a terminal', () => {
  test('shows what starts on another device, and what another command here does', async () => {
    const screen = await watch()
    await phone.json('start', 'from the phone', '-p', 'Thesis')
    await isShownSoon(screen, '▶ from the phone')
    screen.forget()
    await ada.json('stop')
    await isShownSoon(screen, 'No timer is running')
    screen.forget()
    await phone.json('weekly', 'add', 'a goal', '--target', '1h')
    await isShownSoon(screen, 'a goal')
    screen.type('q')
    expect(await leave(screen)).toBe(0)
  })

  test('keys start, stop, check a habit, and find everything (E13, E15)', async () => {
    await ada.json('stop').catch(() => undefined)
    await ada.json('habit', 'add', 'read')
    await ada.json('task', 'add', 'pay rent')
    const screen = await watch()
    await screen.shows('[ ] read')
    screen.type('s')
    await screen.shows('Start: ')
    screen.type('by key +deep')
    screen.type('\r')
    await isShownSoon(screen, '▶ by key')
    await expect
      .poll(async () => (await phone.json<{ running: { description: string } | null }>('status')).running, {
        timeout: 30_000,
      })
      .toMatchObject({ description: 'by key' })
    screen.forget()
    screen.type('x')
    await isShownSoon(screen, 'No timer is running')
    screen.forget()
    screen.type('/')
    await screen.shows('Search: ')
    screen.type('pay rent')
    await screen.shows('pay rent▏')
    screen.type('\r')
    await isShownSoon(screen, '▶ pay rent')
    screen.forget()
    screen.type('/')
    await screen.shows('Search: ')
    screen.type('read')
    await screen.shows('› habit')
    screen.type('\r')
    await isShownSoon(screen, '[x] read')
    screen.forget()
    screen.type('u')
    await isShownSoon(screen, '[ ] read')
    screen.type('q')
    expect(await leave(screen)).toBe(0)
    await ada.json('stop')
  })

  test('a window that becomes smaller and larger is drawn anew, and w switches to what ran before', async () => {
    await ada.json('start', 'the first')
    await ada.json('start', 'the second')
    const screen = await watch()
    await screen.shows('▶ the second')
    screen.forget()
    screen.resize(36, 12)
    // Nothing is wider than the window, or its end would stand on the next line. What was drawn before may still come.
    const isNarrow = () => {
      const text = screen.text()
      const widest = Math.max(...text.split(/\r?\n/).map((line) => line.length))
      if (widest > 36) screen.forget()
      return widest <= 36 && text.includes('the second')
    }
    await expect.poll(isNarrow, { timeout: 30_000 }).toBe(true)
    screen.forget()
    screen.resize(110, 30)
    await screen.shows('▶ the second')
    screen.forget()
    screen.type('w')
    await screen.shows('Switch to: ')
    screen.type('the first')
    await screen.shows('the first▏')
    screen.forget()
    screen.type('\r')
    await screen.shows('▶ the first')
    expect(await ada.json('status')).toMatchObject({ running: { description: 'the first' } })
    screen.type('q')
    expect(await leave(screen)).toBe(0)
    await ada.json('stop')
  })

  test.each([
    ['Ctrl-C', 0],
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('%s ends it, and the terminal is as it was', async (end, code) => {
    const screen = await watch()
    if (end === 'Ctrl-C') screen.type('\u0003')
    else process.kill(screen.pid(), end)
    expect(await leave(screen)).toBe(code)
    const lastOf = (sequence: string) => screen.raw().lastIndexOf(`\u001b[?${sequence}`)
    expect(lastOf('1049l')).toBeGreaterThan(lastOf('1049h'))
    expect(lastOf('25h')).toBeGreaterThan(lastOf('25l'))
  })

  test('paints nothing with NO_COLOR', async () => {
    const screen = await watch({ NO_COLOR: '1' })
    expect(screen.raw()).not.toMatch(/\u001b\[[\d;]*[1-9]\d*m/)
    screen.type('q')
    await leave(screen)
  })

  test('goes on without the server, shows what is done here, and sends it when the server is back', async () => {
    const screen = await watch()
    await stack.stop()
    await screen.shows('○ offline')
    screen.forget()
    await ada.goalixa(['start', 'on the train'], { env: { GOALIXA_SYNC_DEADLINE_MS: '0' } })
    await isShownSoon(screen, '▶ on the train')
    await screen.shows('1 change waits')
    screen.forget()
    await stack.start()
    await screen.shows('● live')
    await expect
      .poll(async () => (await phone.json<{ items: { description: string }[] }>('entries', 'list')).items, {
        timeout: 30_000,
      })
      .toContainEqual(expect.objectContaining({ description: 'on the train' }))
    screen.type('q')
    await leave(screen)
  })

  test('a script with a token sees changes too, and keeps nothing on the machine', async () => {
    const { token } = await ada.json<{ token: string }>('auth', 'token', 'create', '--name', 'screen')
    const screen = await watch({ GOALIXA_TOKEN: token, HOME: '/nonexistent' })
    await phone.json('start', 'seen by token')
    await isShownSoon(screen, '▶ seen by token')
    screen.type('q')
    expect(await leave(screen)).toBe(0)
  })
})

test('in a pipe it prints one moment, and ends', async () => {
  await phone.json('start', 'for the pipe')
  const { code, stdout, stderr } = await ada.goalixa(['watch'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^Running "for the pipe" since /)
  expect(stdout).not.toContain('\u001b')
  expect(await ada.json('watch')).toMatchObject({
    running: { description: 'for the pipe' },
    pending: 0,
    online: true,
  })
})
