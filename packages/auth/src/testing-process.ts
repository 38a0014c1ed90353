/** The auth service as a process of its own, so that what it costs is not mixed with what a test costs. */
import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { freePort } from '@goalixa/service-kit/free-port'
import { testOrigin } from './testing.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))

export interface AuthProcess {
  readonly url: string
  readonly internalUrl: string
  readonly pid: number
  close(): Promise<void>
}

/** `settings`: as the environment gives them, over those of the tests. */
export async function startAuthProcess(
  databaseUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<AuthProcess> {
  const metricsPort = await freePort()
  const child = fork(main, {
    env: {
      DATABASE_URL: databaseUrl,
      AUTH_SECRET: randomBytes(48).toString('base64'),
      PUBLIC_URL: testOrigin,
      LOG_LEVEL: 'silent',
      METRICS_PORT: String(metricsPort),
      ...settings,
    },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exit = once(child, 'exit')
  const failed = exit.then(([code]) => Promise.reject(new Error(`auth ended with ${code}`)))
  const [message] = (await Promise.race([once(child, 'message'), failed])) as [
    { listening: { port: number } },
  ]
  failed.catch(() => undefined)
  return {
    url: `http://127.0.0.1:${message.listening.port}`,
    internalUrl: `http://127.0.0.1:${metricsPort}`,
    pid: child.pid!,
    async close() {
      child.kill('SIGTERM')
      await exit
    },
  }
}
