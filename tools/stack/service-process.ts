/** A service as a child process: restarted when it dies, ended when it is asked to, logging to a file. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

interface ServiceProcessOptions {
  readonly name: 'auth' | 'app' | 'api'
  readonly environment: Readonly<Record<string, string>>
  readonly logFile: string
  /** Where Node keeps what it compiled: the next start is faster. */
  readonly compileCache: string
  /** Told when the service died so often that it was given up. */
  readonly onGivenUp: (name: string) => void
}

export interface ServiceProcess {
  readonly name: string
  /** The running process, for whoever wants to kill it. */
  pid(): number | undefined
  stop(): Promise<void>
}

/** A service that dies this often within a minute will not get better by itself. */
const mostDeathsAMinute = 5

export function startService({
  name,
  environment,
  logFile,
  compileCache,
  onGivenUp,
}: ServiceProcessOptions): ServiceProcess {
  const script = fileURLToPath(new URL(`../../packages/${name}/src/main.ts`, import.meta.url))
  let child: ChildProcess
  let stopping = false
  let deaths: number[] = []

  const start = (): void => {
    const log = openSync(logFile, 'a')
    child = spawn(process.execPath, [script], {
      // Ctrl-C goes to the group: only the supervisor may decide in which order things end.
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: compileCache, ...environment },
    })
    closeSync(log)
    child.once('exit', onExit)
  }
  const onExit = (): void => {
    if (stopping) return
    const now = Date.now()
    deaths = [...deaths.filter((at) => now - at < 60_000), now]
    if (deaths.length > mostDeathsAMinute) onGivenUp(name)
    else setTimeout(() => stopping || start(), 100 * deaths.length)
  }
  start()
  return {
    name,
    pid: () => child.pid,
    async stop() {
      stopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await exited
    },
  }
}
