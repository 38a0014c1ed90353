/** How a process ends: once, in order, on a signal or when the process that started it is gone. */
import type { Logger } from './log.ts'

/** Work still open after this many milliseconds is cut off. */
const graceMs = 25_000

interface Stopping {
  /** Nobody takes over: SIGINT or a lost parent. SIGTERM leaves time to drain. */
  readonly inHaste: boolean
}

/** Runs `stop` on SIGINT, SIGTERM or a lost parent, then exits with 0 (1 when stopping failed). */
export function onShutdown(log: Logger, stop: (how: Stopping) => Promise<void>): void {
  let stopping = false
  const end = (reason: string) => {
    if (stopping) return
    stopping = true
    log.info({ reason }, 'stopping')
    setTimeout(() => process.exit(1), graceMs).unref()
    stop({ inHaste: reason !== 'SIGTERM' }).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', () => end('SIGINT'))
  process.on('SIGTERM', () => end('SIGTERM'))
  // Started by a supervisor: when its channel closes it is gone, and nobody else would stop this process.
  if (process.send !== undefined) process.on('disconnect', () => end('supervisor gone'))
}
