/** The whole stack on one machine: PostgreSQL, auth, app and the gateway, in the order in which they need each other. */
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatabaseProcess } from './database-process.ts'
import { startDatabase } from './database-process.ts'
import { takeLock } from '@goalixa/service-kit/data-folder-lock'
import type { RestartOptions } from './restarts.ts'
import { readSecrets } from './secrets.ts'
import type { ServiceProcess } from './service-process.ts'
import { startService } from './service-process.ts'
import { bindSocket } from './sockets.ts'

export interface StackOptions {
  /** Folder of the data; made when absent. */
  readonly data: string
  readonly host: string
  readonly port: number
  /** Where browsers and commands reach it; the address it listens on unless said. */
  readonly publicUrl?: string | undefined
  /** A PostgreSQL server to use instead of the embedded one. */
  readonly databaseUrl?: string | undefined
  readonly logLevel?: string | undefined
  /** Where Node keeps what it compiled; in the data folder unless said. */
  readonly compileCache?: string | undefined
  /** Asked while starting: true ends the wait for readiness. */
  readonly isCancelled?: () => boolean
  readonly restarts?: RestartOptions
  /** Settings of the services, beside those that are given here. */
  readonly settings?: Readonly<Record<string, string>>
  /** Told when a part of the stack died and is started again: which one, and how it ended. */
  readonly onDeath?: (part: string, how: string) => void
  /** Told when a part of the stack is gone and does not come back; `logFile` says more. */
  readonly onFailure: (part: string, logFile: string | undefined) => void
}

export interface Stack {
  readonly url: string
  readonly logs: string
  readonly databaseUrl: string
  readonly services: readonly ServiceProcess[]
  /** The embedded PostgreSQL; undefined with a server of somebody's own. */
  readonly database: Pick<DatabaseProcess, 'pid'> | undefined
  /**
   * Replaces the process of each service, one service after the other; nobody's request fails. PostgreSQL goes on.
   * @throws Error when a new process does not become ready: the service goes on as it was, and so do those after it
   */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** An address to reach what listens on all of them. */
const reachable = (host: string) => (['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host)

const readyWithinMs = 60_000

/** Starts everything and waits until it can serve. What had started is stopped again when something fails. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { data, host, port, restarts = {}, onDeath = () => undefined } = options
  const url = `http://${reachable(host)}:${port}`
  const publicUrl = options.publicUrl ?? url
  await mkdir(data, { recursive: true, mode: 0o700 })
  const lock = await takeLock(data, url)
  const stops: (() => Promise<void>)[] = [lock.release]
  const stop = async () => {
    // What was stopped is not stopped again.
    for (const one of stops.splice(0).toReversed()) await one()
  }
  const embedded = (logs: string) =>
    startDatabase({
      folder: join(data, 'postgres'),
      logFile: logFileOf(logs, 'postgres'),
      restarts,
      onDeath: (how) => onDeath('postgres', how),
      onGivenUp: () => options.onFailure('postgres', logFileOf(logs, 'postgres')),
    })
  try {
    const logs = await freshLogs(data)
    const secrets = await readSecrets(data)
    const database = options.databaseUrl === undefined ? await embedded(logs) : undefined
    if (database !== undefined) stops.push(database.stop)
    const databaseUrl = options.databaseUrl ?? database!.url
    const bind = async (where: string, number?: number) => {
      const bound = await bindSocket(where, number)
      stops.push(async () => bound.socket.close())
      return bound
    }
    const local = '127.0.0.1'
    const auth = { public: await bind(local), internal: await bind(local) }
    const app = { public: await bind(local), internal: await bind(local) }
    const api = { public: await bind(host, port), internal: await bind(local) }
    const urlOf = (bound: { readonly port: number }) => `http://${local}:${bound.port}`
    const settings = Object.entries(options.settings ?? {})
    const given = {
      ...Object.fromEntries(settings.filter(([name]) => !isForAuthAlone(name))),
      LOG_LEVEL: options.logLevel ?? 'info',
      DATABASE_URL: databaseUrl,
      AUTH_URL: urlOf(auth.public),
      AUTH_INTERNAL_URL: urlOf(auth.internal),
      APP_URL: urlOf(app.public),
      PUBLIC_URL: publicUrl,
      COOKIE_SECURE: String(publicUrl.startsWith('https:')),
      // Longer than services keep a connection to each other that nobody uses.
      DRAIN_SECONDS: '5',
    }
    const service = (
      name: 'auth' | 'app' | 'api',
      bound: typeof api,
      environment: Record<string, string> = {},
    ) =>
      startService({
        name,
        environment: { ...given, ...environment },
        sockets: [bound.public.socket, bound.internal.socket],
        logFile: logFileOf(logs, name),
        compileCache: options.compileCache ?? join(data, 'cache'),
        restarts,
        canStart: async () => database?.isUp(),
        onDeath: (how) => onDeath(name, how),
        onGone: (isGone) => {
          if (isGone) gone.add(name)
          else gone.delete(name)
          // Its socket is still open: only the gateway can say at once that nobody is behind it.
          services[2]?.tell({ gone: [...gone] })
        },
        onGivenUp: () => options.onFailure(name, logFileOf(logs, name)),
      })
    const gone = new Set<string>()
    const services: ServiceProcess[] = [
      service('auth', auth, {
        ...Object.fromEntries(settings.filter(([name]) => isForAuthAlone(name))),
        AUTH_SECRET: secrets.authSecret,
        MAIL_FOLDER: join(data, 'mails'),
        // The gateway stands in front and says from where a request came.
        TRUSTED_PROXIES: '1',
      }),
      service('app', app),
      service('api', api),
    ]
    // The gateway first: it finishes what is open while the services behind it still answer.
    stops.push(async () => {
      await services[2]!.stop()
      await Promise.all([services[0]!.stop(), services[1]!.stop()])
    })
    await untilReady(url, options.isCancelled ?? (() => false))
    return { url, logs, databaseUrl, services, database, restart: oneAtATime(services), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Passwords of other services: who sends no mail and asks no Google has no use for them. */
const isForAuthAlone = (name: string) => /^(SMTP|MAIL|GOOGLE|AUTH_SECRET)/.test(name)

/** Whoever asks again meanwhile waits for the same restart. */
function oneAtATime(services: readonly ServiceProcess[]): () => Promise<void> {
  let restarting: Promise<void> | undefined
  const restart = async () => {
    for (const service of services) await service.replace()
  }
  return () => (restarting ??= restart().finally(() => (restarting = undefined)))
}

const logFileOf = (logs: string, name: string) => join(logs, `${name}.log`)

/** The logs of this run; those of the run before stay beside them. */
async function freshLogs(data: string): Promise<string> {
  const logs = join(data, 'logs')
  await mkdir(logs, { recursive: true })
  for (const name of ['postgres', 'auth', 'app', 'api']) {
    await rename(logFileOf(logs, name), `${logFileOf(logs, name)}.before`).catch(() => undefined)
  }
  return logs
}

async function untilReady(url: string, isCancelled: () => boolean): Promise<void> {
  const deadline = Date.now() + readyWithinMs
  while (!isCancelled()) {
    const response = await fetch(`${url}/readyz`).catch(() => undefined)
    if (response?.ok) return
    if (Date.now() > deadline)
      throw new Error(`The stack did not become ready: ${(await response?.text()) ?? 'no answer'}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** The last lines of a log, for a person who must know why. */
export function lastLines(file: string, count = 5): string {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return text.trimEnd().split('\n').slice(-count).join('\n')
}
