/** The embedded PostgreSQL: started again where it was when it dies, ended when it is asked to, logging to a file. */
import { createWriteStream } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { startEmbeddedPostgres } from '@goalixa/service-kit/embedded-postgres'
import type { RestartOptions } from './restarts.ts'
import { createRestarts } from './restarts.ts'

interface DatabaseOptions {
  readonly folder: string
  readonly logFile: string
  readonly restarts: RestartOptions
  /** Told when it died and will be started again: by which signal, or with which code it ended. */
  readonly onDeath: (how: string) => void
  /** Told when it is given up. */
  readonly onGivenUp: () => void
}

export interface DatabaseProcess {
  /** The same for as long as the stack runs. */
  readonly url: string
  /** The running server, for whoever wants to kill it. */
  pid(): number | undefined
  /** Settles once it runs, or is given up: whoever needs it at their own start waits for this. */
  isUp(): Promise<void>
  stop(): Promise<void>
}

export async function startDatabase(options: DatabaseOptions): Promise<DatabaseProcess> {
  const { folder, onDeath, onGivenUp } = options
  const log = createWriteStream(options.logFile, { flags: 'a' })
  const onLog = (line: string) => void log.write(`${line}\n`)
  const start = (port?: number) => startEmbeddedPostgres({ folder, durable: true, port, onLog })
  const restarts = createRestarts(options.restarts)
  let server = await start()
  const { url } = server
  const port = Number(new URL(url).port)
  let isRunning = true
  let stopping = false
  let up = Promise.resolve()

  const watch = async (): Promise<void> => {
    isRunning = true
    const how = await server.exited
    isRunning = false
    if (stopping) return
    onDeath(how)
    up = comeBack(true)
  }
  const comeBack = async (hadServed: boolean): Promise<void> => {
    const pauseMs = restarts.died(hadServed)
    if (pauseMs === undefined) return onGivenUp()
    await setTimeout(pauseMs)
    if (stopping) return
    try {
      server = await start(port)
    } catch (error) {
      onLog(String(error))
      return comeBack(false)
    }
    void watch()
  }
  void watch()
  return {
    url,
    pid: () => (isRunning ? server.pid : undefined),
    isUp: () => up,
    async stop() {
      stopping = true
      // A start that has begun is waited for: it could not be stopped otherwise.
      await up
      await server.stop()
      log.end()
    },
  }
}
