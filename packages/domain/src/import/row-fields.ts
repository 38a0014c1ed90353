/** Reads one row's fields, and refuses the row where one has the wrong type or cannot be stored. */
import { parseCompactInstant } from './compact-instant.ts'

/** The fields of one row, as the file has them. */
export type Fields = Readonly<Record<string, unknown>>

/** The row is not imported; the message says why, to people. Caught per row, so it never leaves a reader. */
export class RowRefused extends Error {}

/** Thrown for a row that is well formed but has no place here, such as a deleted task. */
export class RowUnwanted extends RowRefused {}

const MAX_NAME = 200
const MAX_NAMES = 50
const MAX_SHOWN = 60

/** An object's fields; `what` names it in the message. @throws {RowRefused} when it is no object */
export function readFields(value: unknown, what = 'this row'): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new RowRefused(`${what} is not an object: ${show(value)}`)
}

/** Epoch seconds, or null when the field is absent. @throws {RowRefused} unless it is as in 20260302T090000Z */
export function readInstant(fields: Fields, field: string): number | null {
  const value = fields[field]
  if (value === undefined) return null
  const seconds = typeof value === 'string' ? parseCompactInstant(value) : null
  if (seconds !== null) return seconds
  throw new RowRefused(`"${field}" is not a date that exists, as in 20260302T090000Z: ${show(value)}`)
}

/** A text of at most `max` characters, as it is; empty when the field is absent. @throws {RowRefused} */
export function readText(fields: Fields, field: string, max: number): string {
  const value = fields[field]
  if (value === undefined) return ''
  if (typeof value !== 'string') throw new RowRefused(`"${field}" is not a text: ${show(value)}`)
  return checkText(value, `"${field}"`, max)
}

/** A name on one line, trimmed and in NFC; empty when the field is absent. @throws {RowRefused} */
export function readName(fields: Fields, field: string): string {
  return checkName(readText(fields, field, Infinity), `"${field}"`)
}

/** Names without repetition or empty ones; none when the field is absent. @throws {RowRefused} */
export function readNames(fields: Fields, field: string): string[] {
  const value = fields[field]
  if (value === undefined) return []
  if (!Array.isArray(value)) throw new RowRefused(`"${field}" is not a list of texts: ${show(value)}`)
  const names = value.map((name: unknown) => {
    if (typeof name === 'string') return checkName(name, `one of "${field}"`)
    throw new RowRefused(`"${field}" holds something that is not a text: ${show(name)}`)
  })
  return distinctNames(names, `"${field}"`)
}

/** Names without repetition or empty ones, trimmed and in NFC; `what` names the list. @throws {RowRefused} */
export const checkNames = (texts: readonly string[], what: string): string[] =>
  distinctNames(
    texts.map((text) => checkName(text, `one of ${what}`)),
    what,
  )

function distinctNames(names: readonly string[], what: string): string[] {
  const distinct = [...new Set(names)].filter((name) => name !== '')
  if (distinct.length <= MAX_NAMES) return distinct
  throw new RowRefused(`${what} holds more than ${MAX_NAMES} names: ${distinct.length}`)
}

/** A name on one line, trimmed and in NFC; it may be empty. @throws {RowRefused} */
export function checkName(text: string, what: string): string {
  const name = checkText(text.normalize('NFC').trim(), what, MAX_NAME)
  if (/[\r\n]/.test(name)) throw new RowRefused(`${what} is not one line: ${show(name)}`)
  return name
}

/** The text, when it can be stored. @throws {RowRefused} when it is too long, or holds NUL or half a character */
export function checkText(text: string, what: string, max: number): string {
  if (text.length > max) throw new RowRefused(`${what} is longer than ${max} characters: ${show(text)}`)
  if (!text.includes('\0') && text.isWellFormed()) return text
  throw new RowRefused(`${what} holds characters that cannot be stored: ${show(text)}`)
}

/** A value for a message: short, on one line. */
export function show(value: unknown): string {
  if (typeof value === 'string') {
    const start = value.slice(0, MAX_SHOWN)
    return `${JSON.stringify(start)}${start === value ? '' : '…'}`
  }
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
