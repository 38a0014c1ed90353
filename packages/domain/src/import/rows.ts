/** Reads an export as rows, so that a broken row costs that row alone. */
import { AppError } from '@goalixa/contracts/errors'
import { findRowStarts, scanContainer, scanToken } from './json-scan.ts'

/** One element of the file with the line it begins on, counted from 1: its value, or why it cannot be read. */
export type FileRow =
  | { readonly line: number; readonly value: unknown }
  | { readonly line: number; readonly problem: string }

/** Broken rows make the scanner go back. So often may it pass the whole text before it looks less far ahead. */
const MAX_PASSES = 4

/** No export of a size that is accepted has so many; millions of empty rows would fill the memory. */
const MAX_ROWS = 1_000_000

const expected = 'a JSON array of rows, as in [{…}, {…}], was expected'

/**
 * The elements of a JSON array, or of objects one per line without brackets, in the order of the file.
 * BOM, CRLF and missing or spare commas are tolerated. With `partial`, a file that breaks off ends in a row
 * that says so.
 * @throws {AppError} `import.unreadable` when it is no such file, or breaks off and `partial` is not set.
 */
export function readRows(file: string, { partial }: { readonly partial: boolean }): readonly FileRow[] {
  const text = file.startsWith('\uFEFF') ? file.slice(1) : file
  const begin = skipGap(text, 0)
  if (begin === text.length) throw unreadable(1, `the file is empty; ${expected}`)
  const isArray = text[begin] === '['
  if (!isArray && text[begin] !== '{') throw unreadable(1, `this is not an export in JSON; ${expected}`)

  const lineAt = lineCounter(text)
  const readElement = elementReader(text)
  const rows: FileRow[] = []
  const breakOff = (line: number, message: string, kept: string) => {
    if (!partial) throw brokenOff(line, message, kept)
    rows.push({ line, problem: message })
  }

  let open = false
  for (let at = begin; at < text.length; at = skipGap(text, at)) {
    const char = text[at]!
    if ((char === '[' && !open) || (char === ']' && open)) {
      open = char === '['
      at++
      continue
    }
    if (char === '{' && isArray) open = true
    const line = lineAt(at)
    const element = readElement(at, open)
    at = element.next
    if (element.cut) {
      const kept = rows.at(-1)?.line === line ? 'before it' : `before line ${line}`
      breakOff(line, 'the file breaks off in the middle of this row', kept)
      return rows
    }
    const last = rows.at(-1)
    // What is left of a broken row on its line belongs to it: one row, one remark.
    const leftover = char !== '{' && last !== undefined && 'problem' in last && last.line === line
    if (leftover) continue
    if (rows.length === MAX_ROWS) throw unreadable(line, `there are more than ${MAX_ROWS} rows in this file`)
    rows.push(
      element.valid ? { line, value: element.value } : { line, problem: 'this row is not valid JSON' },
    )
  }
  if (open) {
    const line = lineAt(text.trimEnd().length)
    breakOff(line, 'the file breaks off after this line: the closing ] is missing', `up to line ${line}`)
    return rows
  }
  if (!isArray && rows.length === 1) throw unreadable(1, `this is a single JSON object; ${expected}`)
  if (rows.length > 0 && !text.includes('{') && rows.every((row) => 'problem' in row)) {
    throw unreadable(1, `this is not an export in JSON; ${expected}`)
  }
  return rows
}

/** What no value is followed by: the sign of a brace too many. */
const closesTwice = /[ \t]*[}:]/y
const broken = { valid: false } as const

type Element = { next: number; cut: boolean } & ({ valid: true; value: unknown } | typeof broken)

/** Reads the element at an index, or says where to go on. Indexes must grow from call to call. */
function elementReader(text: string): (at: number, open: boolean) => Element {
  let toScan = MAX_PASSES * text.length
  let starts: readonly number[] | undefined
  let passed = 0
  const nextStart = (after: number): number => {
    starts ??= findRowStarts(text)
    while (passed < starts.length && starts[passed]! <= after) passed++
    return starts[passed] ?? text.length
  }

  return (at, open) => {
    if (text[at] !== '{' && text[at] !== '[') {
      const end = scanToken(text, at)
      return { next: end, cut: open && end === text.length, ...parse(text.slice(at, end)) }
    }
    const limit = toScan > 0 ? text.length : nextStart(at)
    const { end, whole } = scanContainer(text, at, limit)
    toScan -= end - at
    if (whole) {
      closesTwice.lastIndex = end
      const parsed = closesTwice.test(text) ? broken : parse(text.slice(at, end))
      // A missing quote can make several rows look like one: read on inside of it.
      return { next: parsed.valid ? end : Math.min(end, nextStart(at)), cut: false, ...parsed }
    }
    const start = nextStart(at)
    const cut = end === text.length && start === text.length
    if (text[end] === '{') return { next: Math.min(start, end), cut: false, ...broken }
    return { next: start === text.length ? end : start, cut, ...broken }
  }
}

function parse(json: string): { valid: true; value: unknown } | typeof broken {
  try {
    return { valid: true, value: JSON.parse(json) }
  } catch {
    return broken
  }
}

/** The next index that is neither white space nor a comma. */
function skipGap(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \t\r\n,'.includes(text[at]!)) at++
  return at
}

/** Line numbers of indexes that grow from call to call. */
function lineCounter(text: string): (at: number) => number {
  let line = 1
  let lineBreak = text.indexOf('\n')
  return (at) => {
    while (lineBreak >= 0 && lineBreak < at) {
      line++
      lineBreak = text.indexOf('\n', lineBreak + 1)
    }
    return line
  }
}

function unreadable(line: number, message: string): AppError {
  return new AppError('import.unreadable', `line ${line}: ${message}`, {
    fields: [{ path: 'file', message, line }],
  })
}

function brokenOff(line: number, message: string, kept: string): AppError {
  return new AppError('import.unreadable', `line ${line}: ${message}; nothing was imported`, {
    try: `export it again, or add --partial to import the rows ${kept}`,
    fields: [{ path: 'file', message, line }],
  })
}
