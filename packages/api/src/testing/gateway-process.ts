/** The gateway as a process of its own, between a test and servers of the test's own. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { publicUrl, withKeys } from './gateway.ts'
import { json, startUpstream } from './upstream.ts'
import type { TestUpstream } from './upstream.ts'

export interface GatewayProcess {
  readonly port: number
  readonly url: string
  /** Stands for app. */
  readonly app: TestUpstream
  readonly auth: TestUpstream
  signal(name: NodeJS.Signals): void
  /** The value of a series, or undefined. */
  metric(name: string, ...labels: string[]): Promise<number | undefined>
  /** What Linux says about the process: bytes of memory, open files. */
  usage(): { readonly memory: number; readonly files: number }
  /** Settles with its exit code. */
  readonly exited: Promise<number | null>
  stop(): Promise<void>
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

export async function startGatewayProcess(settings: Record<string, string> = {}): Promise<GatewayProcess> {
  const [auth, app, internal] = await Promise.all([
    startUpstream(withKeys()),
    startUpstream(),
    startUpstream(),
  ])
  internal.answer((request, response) => {
    const answer = request.url?.startsWith('/internal/rate-limits/')
      ? { granted: 1_000_000, remaining: 1_000_000, waitSeconds: 0 }
      : { cursor: 0, items: [] }
    json(answer)(request, response)
  })
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {
      PATH: process.env['PATH'] ?? '',
      AUTH_URL: auth.url,
      AUTH_INTERNAL_URL: internal.url,
      APP_URL: app.url,
      PUBLIC_URL: publicUrl,
      COOKIE_SECURE: 'false',
      LOG_LEVEL: 'warn',
      RATE_LIMIT_REQUESTS: '100000000/60',
      ...settings,
    },
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const { port, metricsPort } = await listeningOf(child, exited)
  const series = async (name: string, labels: readonly string[]) => {
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
    return text
      .split('\n')
      .find((line) => line.startsWith(`${name}{`) && labels.every((label) => line.includes(label)))
  }
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    app,
    auth,
    exited,
    signal: (name) => void child.kill(name),
    async metric(name, ...labels) {
      const line = await series(name, labels)
      return line === undefined ? undefined : Number(line.split(' ').at(-1))
    },
    usage() {
      const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
      return { memory: Number(resident) * 1024, files: readdirSync(`/proc/${child.pid}/fd`).length }
    },
    async stop() {
      child.kill('SIGINT')
      await Promise.all([auth.close(), app.close(), internal.close()])
      await exited
    },
  }
}

function listeningOf(
  child: ChildProcess,
  exited: Promise<number | null>,
): Promise<{ port: number; metricsPort: number }> {
  return new Promise((resolve, reject) => {
    child.once('message', (message: { listening: { port: number; metricsPort: number } }) =>
      resolve(message.listening),
    )
    void exited.then((code) => reject(new Error(`the gateway ended with ${code} before it listened`)))
  })
}
