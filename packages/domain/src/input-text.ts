/** Reading what a person typed: one spelling to match against, and words for refusing it. */
import { AppError } from '@goalixa/contracts/errors'

/** Longer input is no date, range or duration; the limit keeps matching cheap. */
const longest = 120

/**
 * Trims, joins white space, lowers case and turns typographic dashes and minus signs into `-`.
 * Text beyond 120 characters is cut, so it then fits no form.
 */
export function plainText(text: string): string {
  return text.slice(0, longest + 1).trim().replace(/\s+/g, ' ').replace(/[‐-―−]/g, '-').toLowerCase()
}

/** The input as a quotation for a message: JSON-escaped so that control characters cannot act, at most 40 long. */
export function quoted(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return JSON.stringify(short)
}

/** An `input.date` error; `hint` replaces the catalogue's next step. */
export function dateError(detail: string, hint?: string): AppError {
  return new AppError('input.date', detail, hint === undefined ? {} : { try: hint })
}

/** An `input.range` error; `hint` replaces the catalogue's next step. */
export function rangeError(detail: string, hint?: string): AppError {
  return new AppError('input.range', detail, hint === undefined ? {} : { try: hint })
}

/** An `input.duration` error; `hint` replaces the catalogue's next step. */
export function durationError(detail: string, hint?: string): AppError {
  return new AppError('input.duration', detail, hint === undefined ? {} : { try: hint })
}
