/** Signals that end a command which first has to put the terminal back. */
import { exit } from './exit-codes.ts'

const codes = { SIGHUP: exit.hungUp, SIGINT: exit.interrupted, SIGTERM: exit.terminated } as const

interface Endings {
  /** Aborted by the first of the signals; the exit code is set by then. */
  readonly signal: AbortSignal
  /** From now on they end the process again. */
  readonly release: () => void
}

export function endings(): Endings {
  const controller = new AbortController()
  const before = process.listeners('SIGINT')
  // The common one ends the process on the spot.
  for (const listener of before) process.off('SIGINT', listener)
  const handlers = Object.entries(codes).map(([name, code]) => {
    const handler = () => {
      process.exitCode = code
      controller.abort()
    }
    process.on(name as keyof typeof codes, handler)
    return () => process.off(name, handler)
  })
  return {
    signal: controller.signal,
    release() {
      for (const release of handlers) release()
      for (const listener of before) process.on('SIGINT', listener)
    },
  }
}
