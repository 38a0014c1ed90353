/** Writes an export as the files that another tool itself keeps. Files that are there are never written over. */
import { access, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { TextAnswer } from '@goalixa/client/client'
import type { DateContext } from '@goalixa/domain/calendar'
import type { TimewarriorInterval } from '@goalixa/domain/export/timewarrior'
import { timewarriorFiles } from '@goalixa/domain/export/timewarrior'
import { isTimed } from '@goalixa/domain/untimed'
import { watsonState } from '@goalixa/domain/export/watson'
import { writeExportFile } from './export-file.ts'
import { UsageError } from './failure.ts'
import type { Store } from './store.ts'

interface DataFiles {
  /** `timewarrior` or `watson`. */
  readonly format: string
  readonly folder: string
  readonly answer: TextAnswer
  readonly store: Store
  readonly dates: DateContext
}

/** The paths that were written. Throws `UsageError` when one of them is there, or cannot be written. */
export async function writeDataFiles({ format, folder, answer, store, dates }: DataFiles) {
  const text = await answer.text()
  const files =
    format === 'watson'
      ? new Map([
          ['frames', text],
          ['state', await watsonStateText(store)],
        ])
      : new Map(
          [...timewarriorFiles(JSON.parse(text) as TimewarriorInterval[], dates.zone)].map(
            ([name, lines]) => [join('data', name), lines] as const,
          ),
        )
  const paths = [...files].map(([name, content]) => [join(folder, name), content] as const)
  for (const [path] of paths) {
    if (await isThere(path)) throw new UsageError(`${path} is there already`, 'name an empty folder')
  }
  let bytes = 0
  for (const [path, content] of paths) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`${dirname(path)} cannot be made: ${error.code ?? error.message}`)
    })
    bytes += await writeExportFile(path, oneChunk(content))
  }
  return { files: paths.map(([path]) => path), bytes }
}

async function watsonStateText(store: Store): Promise<string> {
  const [running = null] = (await store.timeEntries.list({ running: 'true', limit: 1 })).items
  return `${JSON.stringify(watsonState(running !== null && isTimed(running) ? running : null))}\n`
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}
