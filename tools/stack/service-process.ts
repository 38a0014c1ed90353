/** A service as a child process: restarted when it dies, ended when it is asked to, logging to a file. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { RestartOptions } from './restarts.ts'
import { createRestarts } from './restarts.ts'

interface ServiceProcessOptions {
  readonly name: 'auth' | 'app' | 'api'
  readonly environment: Readonly<Record<string, string>>
  readonly logFile: string
  /** Where Node keeps what it compiled: the next start is faster. */
  readonly compileCache: string
  readonly restarts?: RestartOptions
  /** Settles when it makes sense to start it again; at once unless given. */
  readonly canStart?: () => Promise<void>
  /** Told when the service died and will be started again: by which signal, or with which code it ended. */
  readonly onDeath?: (how: string) => void
  /** Told when the service is given up. */
  readonly onGivenUp: (name: string) => void
}

export interface ServiceProcess {
  readonly name: string
  /** The running process, for whoever wants to kill it. */
  pid(): number | undefined
  stop(): Promise<void>
}

export function startService(options: ServiceProcessOptions): ServiceProcess {
  const { name, environment, logFile, compileCache } = options
  const script = fileURLToPath(new URL(`../../packages/${name}/src/main.ts`, import.meta.url))
  const restarts = createRestarts(options.restarts)
  let child: ChildProcess
  let hasServed = false
  let stopping = false

  const start = (): void => {
    const log = openSync(logFile, 'a')
    hasServed = false
    child = spawn(process.execPath, [script], {
      // Ctrl-C goes to the group: only the supervisor may decide in which order things end.
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: compileCache, ...environment },
    })
    closeSync(log)
    // The one message that a service sends: it listens.
    child.once('message', () => (hasServed = true))
    child.once('exit', (code, signal) => void onExit(signal ?? `exit code ${code}`))
  }
  const onExit = async (how: string): Promise<void> => {
    if (stopping) return
    const pauseMs = restarts.died(hasServed)
    if (pauseMs === undefined) return options.onGivenUp(name)
    options.onDeath?.(hasServed ? how : `${how} while starting`)
    await setTimeout(pauseMs)
    await options.canStart?.()
    if (!stopping) start()
  }
  const isRunning = () => child.exitCode === null && child.signalCode === null
  start()
  return {
    name,
    pid: () => (isRunning() ? child.pid : undefined),
    async stop() {
      stopping = true
      if (!isRunning()) return
      const exited = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await exited
    },
  }
}
