/** Reading what a person typed: one spelling to match against, and words for refusing it. */
import { AppError } from '@goalixa/contracts/errors'

/** Longer input is no date, range or duration; the limit keeps matching cheap. */
const longest = 120

/**
 * Trims, joins white space, lowers case and turns typographic dashes and minus signs into `-`.
 * Text of more than 120 characters is cut and ends in `…`, which is in no form.
 */
export function plainText(text: string): string {
  const plain = text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[‐-―−]/g, '-')
    .toLowerCase()
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain
}

/** The input as a quotation of at most 40 characters; what could steer a terminal or turn the writing direction is escaped. */
export function quoted(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return JSON.stringify(short).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
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
