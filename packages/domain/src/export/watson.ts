/** Time entries as Watson's frames, each `[start, stop, project, id, tags, updated_at]`; what runs is its state. */
import { fromInstantText } from '../calendar.ts'
import type { EndedEntry, ExportedEntry, Writer } from './export-source.ts'
import { isEnded } from './export-source.ts'
import { jsonList } from './json-list.ts'
import { oneLine, oneLineNames } from './one-line.ts'

const toFrame = (entry: EndedEntry): unknown[] => [
  fromInstantText(entry.start),
  fromInstantText(entry.end),
  oneLine(entry.project ?? ''),
  entry.id.replaceAll('-', ''),
  oneLineNames(entry.labels),
  fromInstantText(entry.updatedAt),
]

/** The frames; the entry that runs is not one of them, nor is time without a start. */
export const writeWatson: Writer = (source) =>
  jsonList(
    (async function* () {
      for await (const entries of source.entries()) yield entries.filter(isEnded).map(toFrame)
    })(),
  )

/** Watson's state: what runs, or nothing. */
export const watsonState = (
  running: (Pick<ExportedEntry, 'project' | 'labels'> & { readonly start: string }) | null,
): Record<string, unknown> =>
  running === null
    ? {}
    : {
        project: oneLine(running.project ?? ''),
        start: fromInstantText(running.start),
        tags: oneLineNames(running.labels),
      }
