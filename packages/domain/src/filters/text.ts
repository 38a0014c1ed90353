/** Text found however it is written: the same letters in any store, whatever language its database sorts by. */

/** The text with which names are compared: composed, in lower case. */
export const foldedText = (text: string): string => text.normalize('NFC').toLowerCase()

/** The ways to write one letter, as single code points; first the one that was given. */
function spellings(letter: string): string[] {
  const ways = [letter, letter.toLowerCase(), letter.toUpperCase(), letter.toUpperCase().toLowerCase()]
  return [...new Set(ways)].filter((way) => Array.from(way).length === 1)
}

/**
 * A pattern for the words in any case, as code points: each inner list holds the ways to write one letter. It is
 * spelled out so that no store needs rules of its own for upper and lower case, which differ.
 */
const patternOf = (words: string): number[][] =>
  Array.from(words.normalize('NFC'), (letter) => spellings(letter).map((way) => way.codePointAt(0)!))

const hex = (point: number, digits: number): string => point.toString(16).padStart(digits, '0')

/** The pattern for JavaScript. */
export const expressionOf = (words: string): RegExp =>
  new RegExp(
    patternOf(words)
      .map((points) => `[${points.map((point) => `\\u{${hex(point, 1)}}`).join('')}]`)
      .join(''),
    'u',
  )

/** The pattern for the `~` of PostgreSQL: nothing of the words is left that could mean anything in it. */
export const postgresPattern = (words: string): string =>
  patternOf(words)
    .map((points) => `[${points.map((point) => `\\U${hex(point, 8)}`).join('')}]`)
    .join('')
