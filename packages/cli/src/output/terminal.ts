/** Results go to stdout, words to stderr. `--json` prints exactly one document on stdout. */
import { styleText } from 'node:util'

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan'

export interface Terminal {
  readonly json: boolean
  /** Can questions be asked? */
  readonly interactive: boolean
  /** Can a whole screen be drawn, and its keys be read? */
  readonly screen: boolean
  /** May what goes to stdout be coloured? */
  readonly colour: boolean
  /** Columns of the terminal that results go to; undefined when they go elsewhere. */
  readonly width: number | undefined
  readonly result: (text: string) => void
  readonly document: (value: unknown) => void
  /** Empty text says nothing. */
  readonly say: (text: string) => void
  /** Colours a part of a result; does nothing off a terminal or with NO_COLOR. */
  readonly paint: (style: Style, text: string) => string
}

interface Stream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

interface TerminalOptions {
  readonly json: boolean
  readonly stdin: { readonly isTTY?: boolean }
  readonly stdout: Stream
  readonly stderr: Stream
  readonly env: Readonly<Record<string, string | undefined>>
}

export function createTerminal({ json, stdin, stdout, stderr, env }: TerminalOptions): Terminal {
  const isTerminal = stdout.isTTY === true
  const colour = isTerminal && !json && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb'
  return {
    json,
    // Looked at when somebody asks: Node opens a stream at the first look.
    get interactive() {
      return stdin.isTTY === true && stderr.isTTY === true
    },
    get screen() {
      return isTerminal && stdin.isTTY === true && !json && env.TERM !== 'dumb'
    },
    colour,
    width: isTerminal ? stdout.columns || 80 : undefined,
    result: (text) => void stdout.write(`${text}\n`),
    document: (value) => void stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    say: (text) => {
      if (text !== '') stderr.write(`${text}\n`)
    },
    paint: (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text),
  }
}
