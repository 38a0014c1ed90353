/** Takes the CSV files out of an archive. The only door of the unzipper. */
import { AppError } from '@goalixa/contracts/errors'
import { unzipSync } from 'fflate'

/** All files together, unpacked: what the server takes. A small archive can claim to be huge. */
const maxBytes = 32 * 1024 * 1024

/** Does it begin as an archive does? */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2]! < 9

/** The CSV files, by name. @throws {AppError} `import.unreadable` when it is damaged, holds none, or too much */
export function unzipCsv(bytes: Uint8Array): { readonly name: string; readonly text: string }[] {
  let total = 0
  const unpack = () =>
    unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (!/\.csv$/i.test(name) || /(^|\/)(__MACOSX|\.)/.test(name)) return false
        total += originalSize
        if (total > maxBytes)
          throw refused('the archive holds more than 32 MiB', 'import its files one by one')
        return true
      },
    })
  let files: Record<string, Uint8Array>
  try {
    files = unpack()
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw refused(
      'the archive is damaged, or its names and packing are unusual',
      'unpack it and import its files one by one',
      cause,
    )
  }
  const found = Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (found.length === 0) throw refused('the archive holds no CSV file', 'check that it is the right one')
  return found.map(([name, content]) => {
    try {
      return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(content) }
    } catch (cause) {
      throw refused(`${name} in the archive is not UTF-8 text`, 'save it as UTF-8', cause)
    }
  })
}

const refused = (message: string, hint: string, cause?: unknown): AppError =>
  new AppError('import.unreadable', message, { try: hint, cause })
