/** Texts for tools that keep one line: what would end it becomes a space, half characters a replacement. */

// Control characters are what this is about.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g

export const oneLine = (text: string): string => text.toWellFormed().replaceAll(controls, ' ').trim()

/** Names without repetition or empty ones, each on one line. */
export const oneLineNames = (names: readonly string[]): string[] =>
  [...new Set(names.map(oneLine))].filter((name) => name !== '')
