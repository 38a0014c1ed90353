/** The whole product for end-to-end tests: real processes on free ports, and people who use it. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '@goalixa/service-kit/free-port'
import type { Stack } from '../tools/stack/stack.ts'
import { startStack } from '../tools/stack/stack.ts'

export const root = fileURLToPath(new URL('..', import.meta.url))
export const fixture = (path: string) => fileURLToPath(new URL(`fixtures/${path}`, import.meta.url))

/** A folder that goes when the tests are over. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'goalixa-e2e-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

export interface TestStack extends Stack {
  readonly failures: string[]
}

export async function startTestStack(): Promise<TestStack> {
  const folder = await temporaryFolder()
  const failures: string[] = []
  const stack = await startStack({
    data: folder.path,
    host: '127.0.0.1',
    port: await freePort(),
    logLevel: 'warn',
    onFailure: (part) => failures.push(part),
  })
  return {
    ...stack,
    failures,
    async stop() {
      await stack.stop()
      await folder.remove()
    },
  }
}

interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
}

/** Somebody at a terminal: a home folder of their own, and the real command as a process. */
export interface TerminalUser {
  goalixa(args: readonly string[], options?: RunOptions): Promise<Finished>
  /** The document that a command prints with `--json`; the command must succeed. */
  json<Document = Record<string, unknown>>(...args: string[]): Promise<Document>
  leave(): Promise<void>
}

async function terminalUser(url: string): Promise<TerminalUser> {
  const home = await temporaryFolder()
  const goalixa: TerminalUser['goalixa'] = (args, { env = {}, input = '' } = {}) =>
    run(process.execPath, [join(root, 'packages/cli/bin/goalixa.js'), ...args], {
      input,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: home.path,
        TZ: 'Europe/Berlin',
        GOALIXA_API_URL: url,
        ...env,
      },
    })
  return {
    goalixa,
    async json<Document>(...args: string[]) {
      const { code, stdout, stderr } = await goalixa([...args, '--json'])
      if (code !== 0) throw new Error(`goalixa ${args.join(' ')} ended with ${code}: ${stderr || stdout}`)
      return JSON.parse(stdout) as Document
    },
    leave: home.remove,
  }
}

/** Somebody with an account, signed in at a terminal. */
export async function signedInUser(url: string): Promise<TerminalUser & { email: string }> {
  const user = await terminalUser(url)
  const email = `${randomUUID()}@example.com`
  const { code, stderr } = await user.goalixa(['auth', 'register', '--email', email, '--password-stdin'], {
    input: `${randomUUID()}\n`,
  })
  if (code !== 0) throw new Error(`sign-up ended with ${code}: ${stderr}`)
  return { ...user, email }
}

function run(
  command: string,
  args: readonly string[],
  { env, input, cwd }: { env: Readonly<Record<string, string>>; input: string; cwd?: string },
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, ...(cwd === undefined ? {} : { cwd }) })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...output }))
    child.stdin.end(input)
  })
}

/** A script with a personal access token: HTTP at the edge. */
export function script(url: string, token: string) {
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>),
    }
  }
}
