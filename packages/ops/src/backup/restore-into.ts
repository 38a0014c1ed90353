/** Puts a backup where it is used from now on. What was there is kept aside, under another name. */
import type { Clock } from '../clock.ts'
import { putFilesBack } from './data-folder.ts'
import type { Key } from './keys.ts'
import { restoreRows } from './restore-rows.ts'
import type { Restored } from './restore-rows.ts'
import { readSealed } from './sealed-file.ts'

interface RestoreIntoOptions {
  readonly file: string
  readonly key: Key
  /** The database of each schema. */
  readonly urlOf: (schema: string) => string
  /** The data folder whose files are put back, too. */
  readonly folder?: string
  /** Keep what is there aside, instead of refusing. */
  readonly replace: boolean
  readonly clock: Clock
  readonly signal?: AbortSignal
  readonly onTable?: (table: string, rows: number) => void
}

export interface RestoredInto extends Restored {
  /** What was there, as it is called now: schemas and files. */
  readonly keptAside: readonly string[]
}

/** Rejects as `restoreRows` does, and then nothing has changed. */
export async function restoreInto(options: RestoreIntoOptions): Promise<RestoredInto> {
  const { file, key, urlOf, folder, replace, clock, signal, onTable } = options
  const aside = `_before_${clock
    .date()
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, '')
    .toLowerCase()}`
  const opened = await readSealed(file, key)
  try {
    const restored = await restoreRows({
      text: opened.text,
      urlOf,
      onTable: ({ table, rows }) => onTable?.(table, rows),
      ...(replace ? { aside } : {}),
      ...(signal === undefined ? {} : { signal }),
    })
    const files = folder === undefined ? [] : await putFilesBack(folder, restored.header.files, aside)
    return { ...restored, keptAside: [...restored.movedAside, ...files] }
  } finally {
    opened.close()
  }
}
