/** Keeps the screen of `goalixa watch` up to date until somebody leaves it. */
import { render, useInput, useWindowSize } from 'ink'
import { createElement as h } from 'react'
import { AppError } from '@goalixa/contracts/errors'
import type { DateContext } from '@goalixa/domain/calendar'
import { civilDate } from '@goalixa/domain/calendar'
import { coalesce } from '../coalesce.ts'
import type { Connection } from '../connection.ts'
import { failureOf } from '../failure.ts'
import type { Live } from '../live.ts'
import type { Act, Outcome } from './acts.ts'
import type { Catalogue } from './choices.ts'
import type { Interface, Key } from './interface-state.ts'
import { firstInterface, keysIn, pressed } from './interface-state.ts'
import type { WatchScreenProps } from './watch-screen.ts'
import { WatchScreen } from './watch-screen.ts'

interface WatchOptions {
  readonly live: Live
  /** Does what a key asks for. */
  readonly perform: (act: Act, isSure: boolean) => Promise<Outcome>
  readonly dates: DateContext
  readonly colour: boolean
  readonly drawings: boolean
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  /** Somebody outside ends it. */
  readonly signal: AbortSignal
  /** Epoch seconds. */
  readonly now: () => number
}

/** Returns when it was left. @throws AppError when there is nothing more to watch */
export async function showWatch(options: WatchOptions): Promise<void> {
  const { live, perform, colour, drawings, stdin, stdout, signal, now } = options
  const dates = (): DateContext => ({ ...options.dates, now: now() })
  let snapshot = await live.read(dates())
  let readAt = Date.now()
  let connection: Connection = 'connecting'
  let ui: Interface = firstInterface
  let catalogue: Catalogue | undefined
  const left = new AbortController()
  const until = AbortSignal.any([signal, left.signal])
  const leave = () => left.abort()

  const view = () =>
    h(Watch, { snapshot, catalogue, connection, ui, dates: dates(), colour, drawings, onKey: press })
  const say = (words: string, isFailure: boolean) => {
    ui = { ...ui, notice: { words, isFailure } }
  }
  const act = async (wanted: Act, isSure: boolean) => {
    try {
      const outcome = await perform(wanted, isSure)
      if ('doubt' in outcome) ui = { ...ui, mode: { kind: 'doubt', words: outcome.doubt, act: wanted } }
      else say(outcome.words, false)
      live.written()
      await read()
    } catch (error) {
      const failure = failureOf(error)
      say(`${failure.message} · try: ${failure.try}`, true)
      draw()
    }
  }
  const lookUp = async () => {
    try {
      catalogue = await live.catalogue()
    } catch {
      // What stands on the screen can be searched without it.
    }
    draw()
  }
  /** One after the other: somebody may type faster than the disk writes. */
  let last = Promise.resolve()
  const press = (input: string, key: Key) => {
    for (const one of keysIn(input, key)) pressOne(one.input, one.key)
    draw()
  }
  const pressOne = (input: string, key: Key) => {
    const { mode } = ui
    const next = pressed(ui, input, key, { snapshot, catalogue })
    ui = next.ui
    const wanted = next.act
    if (wanted?.do === 'leave') return leave()
    if (wanted !== undefined) last = last.then(() => act(wanted, mode.kind === 'doubt'))
    if (ui.mode.kind === 'palette' && mode.kind !== 'palette') void lookUp()
  }
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
    // A screen that cannot be drawn ends by itself.
    await Promise.race([following, failed.promise, aborted(until), app.waitUntilExit()])
  } finally {
    left.abort()
    ticking.stop()
    // What was asked for is kept, and the store is still open.
    await last
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
  onKey,
  ...shown
}: Omit<WatchScreenProps, 'columns' | 'rows'> & {
  readonly onKey: (input: string, key: Key) => void
}) {
  const { columns, rows } = useWindowSize()
  useInput(onKey)
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
