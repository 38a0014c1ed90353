import { PassThrough } from 'node:stream'
import { AppError } from '@goalixa/contracts/errors'
import { afterEach, expect, test } from 'vitest'
import type { Live, Watcher } from '../live.ts'
import { aSnapshot, anEntry, now } from '../testing/snapshots.ts'
import type { Snapshot } from '../snapshot.ts'
import type { Act, Outcome } from './acts.ts'
import { showWatch } from './watch.ts'

const alternateScreen = { enter: '\u001b[?1049h', leave: '\u001b[?1049l' }
const showCursor = '\u001b[?25h'

/** A terminal of 80 x 24 that keeps what is written to it, and knows whether it is in raw mode. */
function aTerminal() {
  const terminal = { written: '', isRaw: false, columns: 80, rows: 24 }
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 })
  stdout.setEncoding('utf8').on('data', (text: string) => (terminal.written += text))
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    ref: () => undefined,
    unref: () => undefined,
    setRawMode(isRaw: boolean) {
      terminal.isRaw = isRaw
    },
  })
  return {
    terminal,
    stdin,
    stdout,
    resize(columns: number, rows: number) {
      Object.assign(stdout, { columns, rows })
      stdout.emit('resize')
    },
    /** What was drawn since the last look. */
    look() {
      const text = terminal.written
      terminal.written = ''
      return text
    },
  }
}

const leaving: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const leave of leaving.splice(0)) await leave()
})

const perform = async (act: Act): Promise<Outcome> => ({ words: `did ${act.do}` })

/** Somebody watches; what they watch is in the hands of the test. */
function watching() {
  const there = { snapshot: aSnapshot(), failure: undefined as AppError | undefined, perform }
  const started = Promise.withResolvers<Watcher>()
  const ending = Promise.withResolvers<void>()
  const outside = new AbortController()
  const live: Live = {
    growsEveryMs: 60_000,
    catalogue: async () => ({ tasks: [], projects: [], labels: [], entries: [] }),
    written: () => undefined,
    read: async (): Promise<Snapshot> => {
      if (there.failure !== undefined) throw there.failure
      return there.snapshot
    },
    follow: (watcher, signal) => {
      started.resolve(watcher)
      signal.addEventListener('abort', () => ending.resolve())
      return ending.promise
    },
  }
  const screen = aTerminal()
  const { stdin, stdout } = screen
  const left = showWatch({
    live,
    perform: async (act) => there.perform(act),
    dates: { now, zone: 'Europe/Berlin', weekStart: 1 },
    colour: false,
    drawings: true,
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    signal: outside.signal,
    now: () => now,
  })
  leaving.push(async () => {
    outside.abort()
    await left.catch(() => undefined)
  })
  const shows = (text: string | RegExp) => expect.poll(() => screen.terminal.written).toMatch(text)
  return { ...screen, there, left, shows, ending, outside, watcher: () => started.promise }
}

test('draws on a screen of its own, and gives the terminal back when it is left', async () => {
  const { stdin, terminal, shows, left, watcher } = watching()
  await watcher()
  await shows('write report')
  expect(terminal.written).toContain(alternateScreen.enter)
  expect(terminal.isRaw).toBe(true)
  stdin.write('q')
  await left
  expect(terminal.isRaw).toBe(false)
  const last = terminal.written.slice(terminal.written.lastIndexOf(alternateScreen.leave))
  expect(terminal.written).toContain(alternateScreen.leave)
  expect(terminal.written.lastIndexOf(showCursor)).toBeGreaterThan(-1)
  expect(last).not.toContain('write report')
})

test.each([
  ['Ctrl-C', ({ stdin }: ReturnType<typeof watching>) => void stdin.write('\u0003')],
  ['a terminal that went away', ({ stdin }: ReturnType<typeof watching>) => void stdin.end()],
  ['a signal', ({ outside }: ReturnType<typeof watching>) => outside.abort()],
])('%s ends it', async (_, end) => {
  const watched = watching()
  await watched.watcher()
  await watched.shows('write report')
  end(watched)
  await watched.left
  expect(watched.terminal.written).toContain(alternateScreen.leave)
})

test('draws anew when something changed, when the connection did, and when the terminal is resized', async () => {
  const { there, shows, look, watcher, resize } = watching()
  const { onChange, onConnection } = await watcher()
  await shows('connecting')
  onConnection('live')
  await shows('● live')
  there.snapshot = aSnapshot({ running: anEntry({ description: 'from the phone' }) })
  onChange()
  await shows('▶ from the phone')
  look()
  resize(30, 10)
  await shows(/from the phone {2,12}1:03:10/)
})

test('keeps what it shows while the server is away', async () => {
  const { there, shows, look, watcher, left } = watching()
  const { onChange, onConnection } = await watcher()
  await shows('write report')
  there.failure = new AppError('service.unreachable')
  onChange()
  onConnection('offline')
  await shows('○ offline')
  look()
  there.failure = undefined
  there.snapshot = aSnapshot({ running: null })
  onChange()
  await shows('No timer is running')
  expect(await Promise.race([left, Promise.resolve('there')])).toBe('there')
})

test.each([
  ['what it follows', async (watched: ReturnType<typeof watching>) => watched.ending.reject(signedOut)],
  [
    'what it reads',
    async (watched: ReturnType<typeof watching>) => {
      watched.there.failure = signedOut
      ;(await watched.watcher()).onChange()
    },
  ],
])('ends with the reason when %s ends', async (_, end) => {
  const watched = watching()
  await watched.shows('write report')
  const refused = expect(watched.left).rejects.toBe(signedOut)
  await end(watched)
  await refused
  expect(watched.terminal.written).toContain(alternateScreen.leave)
})
const signedOut = new AppError('auth.required')

test('a key does what it says, and the line tells how it went (E13)', async () => {
  const { stdin, there, shows, watcher } = watching()
  await watcher()
  await shows('write report')
  stdin.write('x')
  await shows('did stop')
  there.perform = () => Promise.reject(new AppError('timer.not_running'))
  stdin.write('x')
  await shows(/try: /)
  there.perform = async () => ({ doubt: 'It starts in the future' })
  stdin.write('sx\r')
  await shows(/future. Go on/)
})

test('leaving waits for what was asked for', async () => {
  const { stdin, there, watcher, left, shows } = watching()
  await watcher()
  await shows('write report')
  let isKept = false
  there.perform = async () => {
    await new Promise((resolve) => setImmediate(resolve))
    isKept = true
    return { words: '' }
  }
  stdin.write('xq')
  await left
  expect(isKept).toBe(true)
})

test('a screen that cannot be drawn gives the terminal back and tells why', async () => {
  const watched = watching()
  const { onChange } = await watched.watcher()
  await watched.shows('write report')
  const refused = expect(watched.left).rejects.toThrow()
  watched.there.snapshot = { ...aSnapshot(), habits: undefined as never }
  onChange()
  await refused
  expect(watched.terminal.written).toContain(alternateScreen.leave)
})
