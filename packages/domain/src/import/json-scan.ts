/** Finds where JSON values end without reading them, so that one broken value does not hide the others. */

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

const endsToken = new Set([COMMA, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT])
const isLineBreak = (char: number) => char === 0x0a || char === 0x0d

/** Index of the quote that closes the string opened at `start`; else of the line break or end that cuts it. */
function closingQuote(text: string, start: number): number {
  let at = start + 1
  for (; at < text.length; at++) {
    let char = text.charCodeAt(at)
    if (char === QUOTE) return at
    if (char === BACKSLASH) char = text.charCodeAt(++at)
    // JSON writes line breaks in strings as \n: a real one means that the closing quote is missing.
    if (isLineBreak(char)) return at
  }
  return text.length
}

/**
 * The object or array that opens at `start`: `whole` when its brackets match, with `end` behind it;
 * otherwise `end` is the first index that makes no sense, or `limit`.
 */
export function scanContainer(text: string, start: number, limit: number): { end: number; whole: boolean } {
  const closers: number[] = []
  let previous = 0
  for (let at = start; at < limit; at++) {
    const char = text.charCodeAt(at)
    if (char === QUOTE) {
      at = closingQuote(text, at)
      if (text.charCodeAt(at) !== QUOTE) return { end: at, whole: false }
    } else if (char === OPEN_OBJECT || char === OPEN_ARRAY) {
      // In an object a value follows a colon; anything else is a row whose closing bracket is missing.
      if (closers.at(-1) === CLOSE_OBJECT && previous !== COLON) return { end: at, whole: false }
      closers.push(char === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY)
    } else if (char === CLOSE_OBJECT || char === CLOSE_ARRAY) {
      if (closers.pop() !== char) return { end: at, whole: false }
      if (closers.length === 0) return { end: at + 1, whole: true }
    }
    if (char > 0x20) previous = char
  }
  return { end: limit, whole: false }
}

/** Where the number, word, string or stray text at `start` ends: at a comma, bracket or line break. */
export function scanToken(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === QUOTE) {
      at = closingQuote(text, at)
      if (text.charCodeAt(at) !== QUOTE) return at
    } else if (isLineBreak(char) || (at > start && endsToken.has(char))) return at
  }
  return text.length
}

/**
 * Where reading can begin again behind something broken, in order: at lines that open an object no further
 * in than the first row does, at objects whose first key is the first row's, and at a last line that is `]`.
 */
export function findRowStarts(text: string): readonly number[] {
  const first = text.indexOf('{')
  if (first < 0) return []
  const column = first - (text.lastIndexOf('\n', first) + 1)
  const firstKey = /\{\s*"([^"\\\n]*)"/y
  firstKey.lastIndex = first
  const key = firstKey.exec(text)?.[1]
  const starts: number[] = []
  for (const match of text.matchAll(/\n([ \t]*)(?:,[ \t]*)?\{/g)) {
    if (match[1]!.length <= column) starts.push(match.index + match[0].length - 1)
  }
  for (const match of text.matchAll(/,[ \t]*(?=(\{[ \t]*"([^"\\\n]*)"))/g)) {
    if (match[2] === key) starts.push(match.index + match[0].length)
  }
  const content = text.trimEnd()
  const lastLine = content.slice(content.lastIndexOf('\n') + 1)
  if (lastLine.trim() === ']' && lastLine.length <= column + 1) starts.push(content.length - 1)
  return starts.toSorted((a, b) => a - b)
}
