/** Results go to stdout, words to stderr. `--json` prints exactly one document on stdout. */
import { styleText } from 'node:util'

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan'

export interface Terminal {
  readonly json: boolean
  /** Can questions be asked? */
  readonly interactive: boolean
  /** Can a whole screen be drawn, and its keys be read? */
  readonly screen: boolean
  /** Asked for by --accessible or GOALIXA_ACCESSIBLE: no pictures, no colours, nothing cut, words for everything. */
  readonly accessible: boolean
  /** May block characters be drawn? On a terminal that shows them. */
  readonly drawings: boolean
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
  /** Colours a part of a result with `#rrggbb`; does nothing where `paint` does nothing. */
  readonly tint: (colour: string, text: string) => string
}

interface Stream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

interface TerminalOptions {
  readonly json: boolean
  readonly accessible?: boolean
  readonly stdin: { readonly isTTY?: boolean }
  readonly stdout: Stream
  readonly stderr: Stream
  readonly env: Readonly<Record<string, string | undefined>>
}

export function createTerminal(options: TerminalOptions): Terminal {
  const { json, stdin, stdout, stderr, env } = options
  const accessible = options.accessible === true || (env.GOALIXA_ACCESSIBLE ?? '') !== ''
  // Who listens gets what a pipe gets: lines that are not cut, without anything drawn.
  const isTerminal = stdout.isTTY === true && !accessible
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
    accessible,
    drawings: isTerminal && env.TERM !== 'dumb' && showsUnicode(env),
    colour,
    width: isTerminal ? stdout.columns || 80 : undefined,
    result: (text) => void stdout.write(`${text}\n`),
    document: (value) => void stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    say: (text) => {
      if (text !== '') stderr.write(`${text}\n`)
    },
    paint: (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text),
    tint: (hex, text) => (colour ? tinted(hex, text, env) : text),
  }
}

/** The first of these that is set decides, as in POSIX; nearly every terminal without any of them shows Unicode. */
function showsUnicode(env: TerminalOptions['env']): boolean {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== '')
  return locale === undefined || /utf-?8/i.test(locale)
}

/** In the colour itself where the terminal says that it has all of them, else in the nearest of its 216. */
function tinted(hex: string, text: string, env: TerminalOptions['env']): string {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex)?.slice(1)
  if (parts === undefined) return text
  const [red, green, blue] = parts.map((part) => Number.parseInt(part, 16)) as [number, number, number]
  const sixth = (part: number) => Math.round((part / 255) * 5)
  const code = /truecolor|24bit/.test(env.COLORTERM ?? '')
    ? `2;${red};${green};${blue}`
    : `5;${16 + 36 * sixth(red) + 6 * sixth(green) + sixth(blue)}`
  return `\u001b[38;${code}m${text}\u001b[39m`
}
