/** Ids of imported rows, the same in each import of a user (D19): they hang on what a row says. */
import { parse as parseUuid, v5 as uuidV5 } from 'uuid'

/** Never to be changed: the ids of imported rows, and so what a second import finds, hang on it. */
const namespace = parseUuid('5d0b9f0e-3c55-5f61-a3d4-9a7c2f1e8b60')

/** The id for a natural key: what tells the row from all others of its tool. */
export const importedId = (userId: string, tool: string, ...key: readonly (string | number)[]): string =>
  uuidV5(JSON.stringify([userId, tool, ...key]), namespace)

/** Counts how often a key came before: rows that say the same are told apart by that. */
export function createOrdinals(): (key: string) => number {
  const seen = new Map<string, number>()
  return (key) => {
    const ordinal = seen.get(key) ?? 0
    seen.set(key, ordinal + 1)
    return ordinal
  }
}
