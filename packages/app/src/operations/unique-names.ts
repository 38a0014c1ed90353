/** Names that are unique per user, as labels and projects have: found by name, made when a write names a new one. */
import { AppError } from '@goalixa/contracts/errors'
import type { TableName } from '@goalixa/domain/rows'
import type { Db } from '@goalixa/service-kit/db'
import type { Draft } from './operations.service.ts'

interface UniqueNamesOptions {
  readonly table: Extract<TableName, 'labels' | 'projects'>
  /** `label`, for messages. */
  readonly noun: string
  /** Live rows of these names. */
  readonly find: (db: Db, userId: string, names: readonly string[]) => Promise<{ id: string; name: string }[]>
  readonly newId: () => string
}

/** A name as it is stored, from one that was typed. */
export const storedName = (name: string): string => name.normalize('NFC').trim()

export function createUniqueNames({ table, noun, find, newId }: UniqueNamesOptions) {
  return {
    /** @throws AppError `<table>.name_taken` unless the name is free, or belongs to the row `id` */
    async requireFree(db: Db, userId: string, name: string, id?: string): Promise<void> {
      const taken = await find(db, userId, [name])
      if (taken.some((row) => row.id !== id))
        throw new AppError(`${table}.name_taken`, `there is a ${noun} named ${name}`)
    },

    /** Ids by name, of those that are there. */
    knownIds: async (db: Db, userId: string, given: readonly string[]): Promise<Map<string, string>> =>
      new Map((await find(db, userId, [...new Set(given)])).map((row) => [row.name, row.id])),

    /** Ids by name; drafts the rows that are not there yet. */
    async idsFor(
      tx: Db,
      draft: Draft,
      userId: string,
      names: readonly string[],
    ): Promise<Map<string, string>> {
      const wanted = [...new Set(names)]
      const found = wanted.length === 0 ? [] : await find(tx, userId, wanted)
      const ids = new Map(found.map((row) => [row.name, row.id]))
      for (const name of wanted.filter((one) => !ids.has(one))) {
        const id = newId()
        draft.patch(table, id, { createdAt: Math.floor(draft.nowMs / 1000), name })
        ids.set(name, id)
      }
      return ids
    },

    /** Ids of rows that a filter names. @throws AppError `<table>.not_found` */
    async requireIds(db: Db, userId: string, names: readonly string[]): Promise<string[]> {
      const wanted = names.map(storedName)
      const found = await find(db, userId, wanted)
      const missing = wanted.find((name) => !found.some((row) => row.name === name))
      if (missing !== undefined)
        throw new AppError(`${table}.not_found`, `there is no ${noun} named ${missing}`)
      return found.map((row) => row.id)
    },
  }
}
