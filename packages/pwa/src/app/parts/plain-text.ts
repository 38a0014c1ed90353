/** What somebody typed, as the server will store it: one spelling, no character that cannot be kept. */
export const plainText = (text: string): string =>
  text.normalize('NFC').replaceAll('\0', '').toWellFormed().trim()
