import { AppError } from '@goalixa/contracts/errors'

/** `write the report +thesis`: words with a plus before them are labels; a plus alone is text. Each label once. */
export function quickWords(line: string): { readonly description: string; readonly labels: string[] } {
  const words = line.normalize('NFC').replaceAll('\0', '').toWellFormed().trim().split(/\s+/)
  const isLabel = (word: string) => word.length > 1 && word.startsWith('+')
  const labels = [...new Set(words.filter(isLabel).map((word) => word.slice(1)))]
  const description = words.filter((word) => !isLabel(word)).join(' ')
  // The bounds of the contract, which the server holds everybody to.
  if (description.length > 10_000 || labels.length > 20 || labels.some((label) => label.length > 200))
    throw new AppError('request.invalid', 'that is too long')
  return { description, labels }
}
