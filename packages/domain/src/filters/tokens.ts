/** The words of a filter, each read once from left to right. */
import { filterError } from './problems.ts'
import type { Operator, Written } from './tree.ts'

/** A filter is a line that somebody writes, not a program: longer, deeper or richer ones are refused. */
export const bounds = { length: 2000, depth: 50, conditions: 100 } as const

export type Token =
  | { readonly type: '(' | ')' | 'and' | 'or' | 'not' | 'minus'; readonly at: number }
  | { readonly type: 'running'; readonly at: number }
  | { readonly type: 'plus' | 'without'; readonly name: Written; readonly at: number }
  | {
      readonly type: 'field'
      readonly name: string
      readonly operator: Operator
      readonly value: Written
      readonly at: number
    }
  | { readonly type: 'text'; readonly text: Written; readonly at: number }

const isSpace = /\s/
const keywords: ReadonlySet<string> = new Set(['and', 'or', 'not', 'running'])
const fieldHead = /([A-Za-z][A-Za-z_-]*)(<=|>=|[:=<>])/y

/** @throws AppError `filter.invalid` */
export function readTokens(text: string): Token[] {
  if (text.length > bounds.length)
    throw filterError(bounds.length, `the filter is longer than ${bounds.length} characters`)
  if (text.includes('\0') || !text.isWellFormed())
    throw filterError(0, 'the filter holds characters that cannot be stored')
  const tokens: Token[] = []
  let at = 0
  const next = (): Token => {
    const [token, end] = readToken(text, at)
    at = end
    return token
  }
  for (;;) {
    while (at < text.length && isSpace.test(text[at]!)) at++
    if (at >= text.length) return tokens
    tokens.push(next())
  }
}

type Read = readonly [token: Token, end: number]

function readToken(text: string, at: number): Read {
  const first = text[at]!
  if (first === '(' || first === ')') return [{ type: first, at }, at + 1]
  if (first === '+') {
    const [name, end] = readValue(text, at + 1, 'the name of a label')
    return [{ type: 'plus', name, at }, end]
  }
  if (first === '-') return readMinus(text, at)
  return readField(text, at) ?? readWord(text, at)
}

/** `-name` is without the label; before anything else a minus is `not`. */
function readMinus(text: string, at: number): Read {
  const following = text[at + 1] ?? ''
  const word = /[A-Za-z]+(?![^\s()])/y
  word.lastIndex = at + 1
  const isNot =
    following === '(' ||
    following === '+' ||
    following === '-' ||
    readField(text, at + 1) !== undefined ||
    word.exec(text)?.[0].toLowerCase() === 'running'
  if (isNot) return [{ type: 'minus', at }, at + 1]
  const [name, end] = readValue(text, at + 1, 'the name of a label')
  return [{ type: 'without', name, at }, end]
}

function readField(text: string, at: number): Read | undefined {
  fieldHead.lastIndex = at
  const [head = '', name, sign] = fieldHead.exec(text) ?? []
  if (name === undefined || sign === undefined) return undefined
  const [value, end] = readValue(text, at + head.length, `a value after ${name}${sign}`)
  const operator = sign === '=' ? ':' : (sign as Operator)
  return [{ type: 'field', name: name.toLowerCase(), operator, value, at }, end]
}

function readWord(text: string, at: number): Read {
  const [written, end] = readValue(text, at, 'a word')
  const word = written.text.toLowerCase()
  if (!written.quoted && keywords.has(word))
    return [{ type: word as 'and' | 'or' | 'not' | 'running', at }, end]
  return [{ type: 'text', text: written, at }, end]
}

/** Text in quotes, in which `\"` is a quote and `\\` a backslash, or everything up to a space or a parenthesis. */
function readValue(text: string, at: number, what: string): readonly [Written, number] {
  if (text[at] === '"') return readQuoted(text, at)
  let end = at
  while (end < text.length && !isSpace.test(text[end]!) && text[end] !== '(' && text[end] !== ')') end++
  if (end === at) throw filterError(at, `${what} is missing`)
  const written = text.slice(at, end)
  const quote = written.indexOf('"')
  if (quote >= 0)
    throw filterError(at + quote, 'a quote stands inside a word', 'put the whole value in quotes')
  return [{ text: written, quoted: false, at }, end]
}

function readQuoted(text: string, at: number): readonly [Written, number] {
  let said = ''
  for (let end = at + 1; end < text.length; end++) {
    const character = text[end]!
    if (character === '"') {
      if (said.trim() === '') throw filterError(at, 'there is nothing between the quotes')
      const after = text[end + 1]
      if (after !== undefined && !isSpace.test(after) && after !== '(' && after !== ')')
        throw filterError(end + 1, 'a space is missing after the quote')
      return [{ text: said, quoted: true, at }, end + 1]
    }
    if (character === '\\' && (text[end + 1] === '"' || text[end + 1] === '\\')) said += text[++end]!
    else said += character
  }
  throw filterError(at, 'this quote is never closed')
}
