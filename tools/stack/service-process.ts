/** A service as a child process: restarted when it dies, replaced or ended when asked to, logging to a file. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { BoundSocket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { RestartOptions } from './restarts.ts'
import { createRestarts } from './restarts.ts'

interface ServiceProcessOptions {
  readonly name: 'auth' | 'app' | 'api'
  readonly environment: Readonly<Record<string, string>>
  /**
   * Where it listens: the public socket and the internal one. They stay open when the process is gone. Without them it
   * binds the ports of its settings itself, and cannot be replaced.
   */
  readonly sockets?: readonly [BoundSocket, BoundSocket]
  readonly logFile: string
  /** Where Node keeps what it compiled: the next start is faster. */
  readonly compileCache: string
  readonly restarts?: RestartOptions
  /** Settles when it makes sense to start it again; at once unless given. */
  readonly canStart?: () => Promise<void>
  /** Told when the service died and will be started again: by which signal, or with which code it ended. */
  readonly onDeath?: (how: string) => void
  /** Told when no process of it listens any more, and when one does again. */
  readonly onGone?: (isGone: boolean) => void
  /** Told when the service is given up. */
  readonly onGivenUp: (name: string) => void
}

export interface ServiceProcess {
  readonly name: string
  /** The running process, for whoever wants to kill it. */
  pid(): number | undefined
  /**
   * Starts another process, waits until it is ready, and lets the one before finish what it has.
   * @throws Error when the new one does not become ready; the one before goes on
   */
  replace(): Promise<void>
  /** Tells every process of it, also one that is started later. Only the last message counts. */
  tell(message: object): void
  stop(): Promise<void>
}

interface Run {
  readonly child: ChildProcess
  hasServed: boolean
  /** Settles with true when it is ready, with false when it ended before. */
  readonly ready: Promise<boolean>
  readonly exited: Promise<string>
}

const readyWithinMs = 60_000

export function startService(options: ServiceProcessOptions): ServiceProcess {
  const { name } = options
  const restarts = createRestarts(options.restarts)
  const running = new Set<Run>()
  let stopping = false
  let told: object | undefined
  let isGone = false

  const tellOne = ({ child }: Run, message: object) => {
    // It may be ending; then it has no use for it.
    if (child.connected) child.send(message, () => undefined)
  }
  const lookWhoServes = () => {
    const nobodyServes = ![...running].some(({ hasServed }) => hasServed)
    if (stopping || nobodyServes === isGone) return
    isGone = nobodyServes
    options.onGone?.(isGone)
  }
  const launch = (): Run => {
    const run = spawnService(options, lookWhoServes)
    running.add(run)
    if (told !== undefined) tellOne(run, told)
    void run.exited.then((how) => {
      running.delete(run)
      lookWhoServes()
      return run === current ? onDeath(run, how) : undefined
    })
    return run
  }
  const onDeath = async (run: Run, how: string): Promise<void> => {
    if (stopping) return
    const pauseMs = restarts.died(run.hasServed)
    if (pauseMs === undefined) return options.onGivenUp(name)
    options.onDeath?.(run.hasServed ? how : `${how} while starting`)
    await pause(pauseMs)
    await options.canStart?.()
    // It may have been replaced meanwhile.
    if (!stopping && run === current) current = launch()
  }
  let current = launch()
  return {
    name,
    pid: () => (running.has(current) ? current.child.pid : undefined),
    async replace() {
      const next = launch()
      const late = pause(readyWithinMs, false, { ref: false })
      if (!(await Promise.race([next.ready, late]))) {
        next.child.kill('SIGKILL')
        throw new Error(`the new process of ${name} did not become ready; the one before goes on`)
      }
      const before = current
      current = next
      if (!running.has(before)) return
      // Says to drain; a stop is SIGINT.
      before.child.kill('SIGTERM')
      await before.exited
    },
    tell(message) {
      told = message
      for (const run of running) tellOne(run, message)
    },
    async stop() {
      stopping = true
      for (const { child } of running) child.kill('SIGINT')
      await Promise.all([...running].map(({ exited }) => exited))
    },
  }
}

function spawnService(options: ServiceProcessOptions, onServing: () => void): Run {
  const { name, environment, sockets = [], logFile, compileCache } = options
  const script = fileURLToPath(new URL(`../../packages/${name}/src/main.ts`, import.meta.url))
  const log = openSync(logFile, 'a')
  const child = spawn(process.execPath, [script], {
    // Ctrl-C goes to the group: only the supervisor may decide in which order things end.
    detached: true,
    stdio: ['ignore', log, log, ...sockets.map((socket) => socket.fd()), 'ipc'],
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_COMPILE_CACHE: compileCache,
      ...(sockets.length === 0 ? {} : { LISTEN_FD: '3', METRICS_LISTEN_FD: '4' }),
      ...environment,
    },
  })
  closeSync(log)
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  const ready = new Promise<boolean>((resolve) => {
    child.on('message', (message: { ready?: true }) => message.ready === true && resolve(true))
    void exited.then(() => resolve(false))
  })
  const run: Run = { child, hasServed: false, ready, exited }
  // The first message says that it listens.
  child.once('message', () => {
    run.hasServed = true
    onServing()
  })
  return run
}
