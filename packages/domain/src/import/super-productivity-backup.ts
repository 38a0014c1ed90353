/** Takes a backup of Super Productivity apart: its tasks, also the archived ones, and the names they refer to. */
import type { Fields } from './row-fields.ts'

export interface Backup {
  readonly tasks: readonly Fields[]
  /** Titles by id. */
  readonly projects: ReadonlyMap<string, string>
  readonly tags: ReadonlyMap<string, string>
  /** Parts that are not read, with how many of them there are. */
  readonly ignored: Readonly<Record<string, number>>
}

const archives = ['archiveYoung', 'archiveOld']
const parts = new Set(['task', 'project', 'tag', 'timeTracking', ...archives])

/** Undefined when the text is no backup. Older ones have no `data` around their parts. */
export function readBackup(text: string): Backup | undefined {
  const document = parse(text)
  const data = fieldsOf(document?.['data']) ?? document
  if (data === undefined || fieldsOf(fieldsOf(data['task'])?.['entities']) === undefined) return undefined
  const archived = archives.flatMap((name) => {
    const archive = fieldsOf(data[name])
    return entitiesOf(archive?.['task'] ?? archive)
  })
  const ignored: Record<string, number> = {}
  for (const name of Object.keys(data)) {
    const count = parts.has(name) ? 0 : entitiesOf(data[name]).length
    if (count > 0) ignored[name] = count
  }
  return {
    tasks: [...entitiesOf(data['task']), ...archived],
    projects: titlesOf(data['project']),
    tags: titlesOf(data['tag']),
    ignored,
  }
}

function parse(text: string): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(text.replace(/^\uFEFF/, '')))
  } catch {
    return undefined
  }
}

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined

/** `{ids, entities}` in the order of `ids`; what `ids` leaves out comes last. */
function entitiesOf(collection: unknown): Fields[] {
  const { ids, entities } = fieldsOf(collection) ?? {}
  const found = fieldsOf(entities)
  if (found === undefined) return []
  const order = Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : []
  return [...new Set([...order, ...Object.keys(found)])]
    .map((id) => fieldsOf(found[id]))
    .filter((entity) => entity !== undefined)
}

const titlesOf = (collection: unknown): Map<string, string> =>
  new Map(
    entitiesOf(collection).flatMap(({ id, title }) =>
      typeof id === 'string' && typeof title === 'string' ? [[id, title] as const] : [],
    ),
  )
