/** Words for what an export left behind. */

/** Empty when it holds everything. */
export const lossWords = (format: string, cannotHold: readonly string[]): string =>
  cannotHold.length === 0
    ? ''
    : [`${format} cannot hold:`, ...cannotHold.map((what) => `  ${what}`)].join('\n')
