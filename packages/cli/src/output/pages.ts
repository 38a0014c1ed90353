/** What to type for the next page; empty at the end. */
export const moreWords = ({ nextCursor }: { nextCursor: string | null }): string =>
  nextCursor === null ? '' : `There is more: add --cursor ${nextCursor}`
