/** The text of a file to import. */
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { AppError } from '@goalixa/contracts/errors'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  EISDIR: 'it is a folder',
}

/** `-` is standard input. A byte order mark is dropped. Throws `import.unreadable`. */
export async function readImportFile(path: string): Promise<string> {
  const bytes =
    path === '-'
      ? await buffer(process.stdin)
      : await readFile(path).catch((error: NodeJS.ErrnoException) => {
          throw new AppError(
            'import.unreadable',
            `${path} cannot be read: ${reasons[error.code ?? ''] ?? error.message}`,
            {
              try: 'check the path',
              cause: error,
            },
          )
        })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError('import.unreadable', `${path === '-' ? 'Standard input' : path} is not UTF-8 text`, {
      try: 'save it as UTF-8',
      cause,
    })
  }
}
