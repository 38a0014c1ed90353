/** The command in this process: hundreds of runs in the time that a process each would take for ten. */
import { main } from '../packages/cli/src/main.ts'
import { join } from 'node:path'
import { root } from './stack.ts'

interface Shown {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

interface RunOptions {
  readonly env: Readonly<Record<string, string>>
  /** As on a terminal of so many columns; absent, as in a pipe. */
  readonly columns?: number
}

const cli = join(root, 'packages', 'cli')

/** One at a time: it is this process whose output and environment are borrowed. */
export async function runHere(argv: readonly string[], { env, columns }: RunOptions): Promise<Shown> {
  const shown = { stdout: '', stderr: '' }
  const saved = { ...process.env }
  const { exitCode } = process
  const streams = (['stdout', 'stderr'] as const).map((name) => {
    const stream = process[name]
    const own = { write: stream.write, isTTY: stream.isTTY, columns: stream.columns }
    const listeners = stream.listeners('error')
    Object.assign(stream, {
      isTTY: name === 'stdout' && columns !== undefined,
      columns: columns ?? 80,
      write: (text: string | Uint8Array) => {
        shown[name] += typeof text === 'string' ? text : Buffer.from(text).toString()
        return true
      },
    })
    return () => {
      Object.assign(stream, own)
      for (const listener of stream.listeners('error'))
        if (!listeners.includes(listener)) stream.off('error', listener as () => void)
    }
  })
  const interrupted = process.listeners('SIGINT')
  const { HOME: home = '/' } = env
  const cwd = process.cwd()
  // Files are written where the command runs.
  process.chdir(home)
  Object.assign(process.env, env)
  process.exitCode = 0
  try {
    await main(argv, { root: cli, commands: join(cli, 'src', 'commands'), ending: '.ts' })
    return { code: process.exitCode ?? 0, ...shown }
  } finally {
    process.chdir(cwd)
    for (const restore of streams) restore()
    for (const listener of process.listeners('SIGINT'))
      if (!interrupted.includes(listener)) process.off('SIGINT', listener)
    for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name]
    Object.assign(process.env, saved)
    process.exitCode = exitCode ?? 0
  }
}
