/** The text of a file to import, whatever bytes it comes as. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { AppError } from '@goalixa/contracts/errors'
import { isZip, unzipCsv } from '@goalixa/domain/import/zip'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  EISDIR: 'it is a folder',
}

export interface ImportFile {
  readonly text: string
  /** Without its folder; undefined of standard input. */
  readonly name: string | undefined
}

/**
 * `-` is standard input. UTF-8, or UTF-16 with its byte order mark, which is dropped. An archive gives its CSV file, or
 * all of them as `{"files": [{"name", "text"}]}`. Throws `import.unreadable`.
 */
export async function readImportFile(path: string): Promise<ImportFile> {
  const bytes = path === '-' ? await buffer(process.stdin) : await readBytes(path)
  const name = path === '-' ? undefined : basename(path)
  if (!isZip(bytes)) return { text: decode(bytes, path === '-' ? 'Standard input' : path), name }
  const files = unzipCsv(bytes)
  const [only] = files
  if (files.length === 1 && only !== undefined) return { text: only.text, name: basename(only.name) }
  return { text: JSON.stringify({ files }), name }
}

const readBytes = (path: string): Promise<Uint8Array> =>
  readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new AppError(
      'import.unreadable',
      `${path} cannot be read: ${reasons[error.code ?? ''] ?? error.message}`,
      {
        try: 'check the path',
        cause: error,
      },
    )
  })

function decode(bytes: Uint8Array, what: string): string {
  const [first, second] = bytes
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError('import.unreadable', `${what} is not ${encoding.toUpperCase()} text`, {
      try: 'save it as UTF-8',
      cause,
    })
  }
}
