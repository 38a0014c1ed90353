/** Where a filter is wrong. */
import { safeLine } from './safe-text.ts'
import { fit, widthOf } from './table.ts'

const shownBefore = 40
const shownAfter = 30

/** The filter, or what stands around the place, and a caret below the character. */
export function caretLines(text: string, position: number): string {
  const from = position > shownBefore ? position - shownBefore : 0
  const before = (from > 0 ? '…' : '') + safeLine(text.slice(from, position))
  const after = safeLine(text.slice(position, position + shownAfter))
  const more = position + shownAfter < text.length ? '…' : ''
  return `  ${before}${fit(after, shownAfter)}${more}\n  ${' '.repeat(widthOf(before))}^`
}
