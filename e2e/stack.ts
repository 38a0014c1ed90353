/** The whole product for end-to-end tests: real processes on free ports, and people who use it. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '@goalixa/service-kit/free-port'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { builtCli } from '../tools/build/built-cli.ts'
import type { Stack, StackOptions } from '../tools/stack/stack.ts'
import { startStack } from '../tools/stack/stack.ts'

export const root = fileURLToPath(new URL('..', import.meta.url))
export const fixture = (path: string) => fileURLToPath(new URL(`fixtures/${path}`, import.meta.url))

/** A folder that goes when the tests are over. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'goalixa-e2e-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** What Node compiled of the sources, for every process of every test: it knows the content of a file by its hash. */
const compiled = join(root, 'node_modules', '.cache', 'goalixa-e2e')

export interface TestStack extends Stack {
  /** Parts that were given up, and those that died and came back: `app SIGKILL`. */
  readonly failures: string[]
  readonly deaths: string[]
}

interface TestStackOptions extends Pick<StackOptions, 'restarts' | 'settings'> {
  /** With an embedded PostgreSQL of its own, for tests that kill it; else it has a database of the test run. */
  readonly ownPostgres?: boolean
}

export async function startTestStack({
  ownPostgres = false,
  ...options
}: TestStackOptions = {}): Promise<TestStack> {
  const folder = await temporaryFolder()
  const database = ownPostgres ? undefined : await createTestDatabase()
  const failures: string[] = []
  const deaths: string[] = []
  const stack = await startStack({
    ...stackOptions(folder.path, await freePort(), failures, database?.url),
    ...options,
    onDeath: (part, how) => void deaths.push(`${part} ${how}`),
  })
  return {
    ...stack,
    failures,
    deaths,
    async stop() {
      await stack.stop()
      await Promise.all([folder.remove(), database?.drop()])
    },
  }
}

const stackOptions = (data: string, port: number, failures: string[], databaseUrl?: string) => ({
  data,
  databaseUrl,
  compileCache: compiled,
  host: '127.0.0.1',
  port,
  logLevel: 'warn',
  onFailure: (part: string) => void failures.push(part),
})

/** A stack that can be stopped and started again, at the same address and with the same data. */
export async function restartableStack(options: Pick<StackOptions, 'settings'> = {}) {
  const folder = await temporaryFolder()
  const database = await createTestDatabase()
  const port = await freePort()
  let stack: Stack | undefined
  return {
    url: `http://127.0.0.1:${port}`,
    databaseUrl: database.url,
    async start() {
      stack ??= await startStack({ ...stackOptions(folder.path, port, [], database.url), ...options })
    },
    async stop() {
      await stack?.stop()
      stack = undefined
    },
    async remove() {
      await stack?.stop()
      await Promise.all([folder.remove(), database.drop()])
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
  /** SIGKILL after so many milliseconds. */
  readonly killAfterMs?: number
  /** A program that runs the command, such as one that changes the user. */
  readonly through?: readonly string[]
}

/** Somebody at a terminal: a home folder of their own, and the real command as a process. */
export interface TerminalUser {
  readonly home: string
  goalixa(args: readonly string[], options?: RunOptions): Promise<Finished>
  /** The document that a command prints with `--json`; the command must succeed. */
  json<Document = Record<string, unknown>>(...args: string[]): Promise<Document>
  /** Runs the command for so many milliseconds at most, then kills it; answers what it had printed. */
  killed(args: readonly string[], afterMs: number): Promise<Finished>
  leave(): Promise<void>
}

/** The command as it is installed. */
export const builtCommand = join(builtCli, 'bin', 'goalixa.js')

async function terminalUser(url: string): Promise<TerminalUser> {
  const home = await temporaryFolder()
  const goalixa: TerminalUser['goalixa'] = (
    args,
    { env = {}, input = '', killAfterMs, through = [] } = {},
  ) => {
    const [program, ...given] = [...through, process.execPath, builtCommand, ...args]
    return run(program!, given, {
      input,
      killAfterMs,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: home.path,
        XDG_CACHE_HOME: compiled,
        TZ: 'Europe/Berlin',
        GOALIXA_API_URL: url,
        // Scripts look at the server right after a command, on machines that may be busy.
        GOALIXA_SYNC_DEADLINE_MS: '10000',
        ...env,
      },
    })
  }
  return {
    home: home.path,
    goalixa,
    killed: (args, killAfterMs) => goalixa(args, { killAfterMs }),
    async json<Document>(...args: string[]) {
      const { code, stdout, stderr } = await goalixa([...args, '--json'])
      if (code !== 0) throw new Error(`goalixa ${args.join(' ')} ended with ${code}: ${stderr || stdout}`)
      return JSON.parse(stdout) as Document
    },
    leave: home.remove,
  }
}

export interface SignedInUser extends TerminalUser {
  readonly email: string
  readonly password: string
}

/** Somebody with an account, signed in at a terminal. */
export async function signedInUser(url: string): Promise<SignedInUser> {
  const who = { email: `${randomUUID()}@example.com`, password: randomUUID() }
  return { ...(await atTerminal(url, 'register', who)), ...who }
}

/** The same person at another terminal. */
export const alsoSignedIn = (url: string, { email, password }: SignedInUser): Promise<TerminalUser> =>
  atTerminal(url, 'login', { email, password })

async function atTerminal(url: string, verb: string, who: { email: string; password: string }) {
  const user = await terminalUser(url)
  const { code, stderr } = await user.goalixa(['auth', verb, '--email', who.email, '--password-stdin'], {
    input: `${who.password}\n`,
  })
  if (code !== 0) throw new Error(`${verb} ended with ${code}: ${stderr}`)
  return user
}

function run(
  command: string,
  args: readonly string[],
  {
    env,
    input,
    killAfterMs,
  }: { env: Readonly<Record<string, string>>; input: string; killAfterMs: number | undefined },
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env,
      ...(killAfterMs === undefined ? {} : { timeout: killAfterMs, killSignal: 'SIGKILL' }),
    })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    child.once('error', reject)
    child.once('close', (code) =>
      resolve({ code, ...output, stderr: output.stderr.replaceAll(progressLine, '') }),
    )
    // A command that is killed does not read.
    child.stdin.on('error', () => undefined).end(input)
  })
}

/** What a command says when something takes over a second: on a busy machine everything may. */
const progressLine = /^(?:Sending to the server|Loading your data from the server)…\n/gm

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
