/**
 * Ranks: text that sorts rows byte by byte, where another one always fits between any two. So a row is moved by one
 * register, and devices that move rows apart from each other agree when they meet.
 */
const digits = '0123456789abcdefghijklmnopqrstuvwxyz'
const base = digits.length

/** The rank of what is made at a moment, milliseconds: later ones come last. */
export const rankAt = (nowMs: number): string => `${nowMs.toString(base).padStart(9, '0')}i`

/**
 * A rank after `before` and ahead of `after`; an empty text or null stands for the end of the list. Where the two are
 * in no order, as when rows share a rank, it comes just after `before`.
 */
export function rankBetween(before: string, after: string | null): string {
  let upper = after !== null && before < after ? after : null
  let rank = ''
  for (let at = 0; ; at++) {
    const low = at < before.length ? digits.indexOf(before[at]!) : 0
    const high = upper === null ? base : at < upper.length ? digits.indexOf(upper[at]!) : 0
    if (high - low > 1) return rank + digits[(low + high) >> 1]!
    rank += digits[low]!
    // From here on everything is below `upper`, however it goes on.
    if (high > low) upper = null
  }
}
