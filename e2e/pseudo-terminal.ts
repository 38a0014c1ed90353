/** A command at a terminal, as a person has it: `script` of util-linux gives the process a real pseudo terminal. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readlinkSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { builtCommand } from './stack.ts'

const script = '/usr/bin/script'
/** Not on every system; Debian's base has it. */
export const hasPseudoTerminal = process.platform === 'linux' && existsSync(script)

interface AtTerminal {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly columns?: number
  readonly rows?: number
}

export interface PseudoTerminal {
  /** Everything that was written, and the same without colours and cursor movements. */
  readonly raw: () => string
  readonly text: () => string
  readonly type: (keys: string) => void
  /** As somebody who pulls at the corner of the window: the kernel tells the command. */
  readonly resize: (columns: number, rows: number) => void
  /** What was written before counts no more. */
  readonly forget: () => void
  /** Resolves as soon as the text has been written. */
  readonly shows: (text: string) => Promise<void>
  /** The id of the command's process, once it runs. */
  readonly pid: () => number
  /** The exit code of the command. */
  readonly ended: Promise<number | null>
}

export function atTerminal({ args, env, columns = 80, rows = 24 }: AtTerminal): PseudoTerminal {
  const quoted = [process.execPath, builtCommand, ...args].map((word) => `'${word}'`)
  // A new pseudo terminal has no size. The shell tells the id that the command will have.
  const line = `stty cols ${columns} rows ${rows}; echo pid=$$; exec ${quoted.join(' ')}`
  const child = spawn(script, ['-qefc', line, '/dev/null'], {
    env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
  })
  let written = ''
  let pid: number | undefined
  const waiting = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    written += part
    pid ??= Number(/pid=(\d+)/.exec(written)?.[1]) || undefined
    for (const look of waiting) look()
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const text = () => stripVTControlCharacters(written)
  return {
    raw: () => written,
    text,
    type: (keys) => void child.stdin.write(keys),
    resize(newColumns, newRows) {
      const device = readlinkSync(`/proc/${pid!}/fd/0`)
      execFileSync('stty', ['-F', device, 'cols', String(newColumns), 'rows', String(newRows)])
    },
    forget: () => void (written = ''),
    shows: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!text().includes(wanted)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        void ended.then(() => reject(new Error(`it ended without showing "${wanted}": ${text()}`)))
        look()
      }),
    pid: () => pid!,
    ended,
  }
}

/** The environment of somebody at a terminal of `stack.ts`. */
export const environmentOf = (url: string, home: string): Record<string, string> => ({
  HOME: home,
  TZ: 'Europe/Berlin',
  GOALIXA_API_URL: url,
})
