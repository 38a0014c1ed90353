/** Keeps the screen of `goalixa watch` up to date until somebody leaves it. */
import { render, useInput, useWindowSize } from 'ink'
import { createElement as h } from 'react'
import { AppError } from '@goalixa/contracts/errors'
import type { DateContext } from '@goalixa/domain/calendar'
import { civilDate } from '@goalixa/domain/calendar'
import { coalesce } from '../coalesce.ts'
import type { Connection } from '../connection.ts'
import type { Live } from '../live.ts'
import type { WatchScreenProps } from './watch-screen.ts'
import { WatchScreen } from './watch-screen.ts'

interface WatchOptions {
  readonly live: Live
  readonly dates: DateContext
  readonly colour: boolean
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  /** Somebody outside ends it. */
  readonly signal: AbortSignal
  /** Epoch seconds. */
  readonly now: () => number
}

/** Returns when it was left. @throws AppError when there is nothing more to watch */
export async function showWatch(options: WatchOptions): Promise<void> {
  const { live, colour, stdin, stdout, signal, now } = options
  const dates = (): DateContext => ({ ...options.dates, now: now() })
  let snapshot = await live.read(dates())
  let readAt = Date.now()
  let connection: Connection = 'connecting'
  const left = new AbortController()
  const until = AbortSignal.any([signal, left.signal])
  const leave = () => left.abort()

  const view = () => h(Watch, { snapshot, connection, dates: dates(), colour, onLeave: leave })
  const app = render(view(), {
    stdin,
    stdout,
    // A terminal is there; in a CI job, too, somebody may look.
    interactive: true,
    alternateScreen: true,
    exitOnCtrlC: false,
    // Nothing here writes to it.
    patchConsole: false,
  })
  const draw = () => {
    if (!until.aborted) app.rerender(view())
  }
  const failed = Promise.withResolvers<never>()
  const read = coalesce(async () => {
    try {
      snapshot = await live.read(dates())
      readAt = Date.now()
    } catch (error) {
      // What was read before stays on the screen while the server or the file cannot be reached.
      if (!until.aborted && !isPassing(error)) failed.reject(error)
    }
    draw()
  })
  const tick = () => {
    const isStale =
      Date.now() - readAt >= live.growsEveryMs || snapshot.today.date !== civilDate(now(), options.dates.zone)
    if (isStale) void read()
    else draw()
  }
  const ticking = everySecond(tick)
  // A terminal that went away without a signal.
  stdin.once('end', leave)
  stdout.once('error', leave)
  const following = live.follow(
    {
      onChange: () => void read(),
      onConnection(state) {
        connection = state
        draw()
      },
    },
    until,
  )
  try {
    await Promise.race([following, failed.promise, aborted(until)])
  } finally {
    left.abort()
    ticking.stop()
    stdin.off('end', leave)
    stdout.off('error', leave)
    app.unmount()
    await app.waitUntilExit()
    // Why it ended is told above.
    await following.catch(() => undefined)
  }
}

/** The size of the terminal, and the keys. */
function Watch({
  onLeave,
  ...shown
}: Omit<WatchScreenProps, 'columns' | 'rows'> & { readonly onLeave: () => void }) {
  const { columns, rows } = useWindowSize()
  useInput((input, key) => {
    if (input === 'q' || (key.ctrl && input === 'c')) onLeave()
  })
  return h(WatchScreen, { ...shown, columns, rows })
}

const isPassing = (error: unknown): boolean =>
  error instanceof AppError &&
  (error.status >= 500 || error.code === 'rate.limited' || error.code === 'replica.unwritable')

/** When the clock shows a new second, so that it never shows one too long. */
function everySecond(work: () => void): { stop: () => void } {
  let timer: ReturnType<typeof setTimeout>
  const next = () => {
    timer = setTimeout(
      () => {
        work()
        next()
      },
      1000 - (Date.now() % 1000),
    )
  }
  next()
  return { stop: () => clearTimeout(timer) }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
