/** Names that are unique per user, as labels and projects have: found by name, made when a write names a new one. */
import { AppError } from '@goalixa/contracts/errors'
import type { Draft, NamedTable, NewId, View } from './view.ts'
import { secondsOf } from './view.ts'

const nouns: Readonly<Record<NamedTable, string>> = {
  labels: 'label',
  clients: 'client',
  projects: 'project',
  savedViews: 'view',
}

/** How errors of a table begin. */
const features = {
  labels: 'labels',
  clients: 'clients',
  projects: 'projects',
  savedViews: 'saved_views',
} as const

/** A name as it is stored, from one that was typed. */
export const storedName = (name: string): string => name.normalize('NFC').trim()

/** @throws AppError `<table>.name_taken` unless the name is free, or belongs to the row `id` */
export async function requireFreeName(
  view: View,
  table: NamedTable,
  name: string,
  id?: string,
): Promise<void> {
  const taken = await view.named(table, [name])
  if (taken.some((row) => row.id !== id))
    throw new AppError(`${features[table]}.name_taken`, `there is a ${nouns[table]} named ${name}`)
}

/** Ids by name, of those that are there. */
export async function knownIds(
  view: View,
  table: NamedTable,
  names: readonly string[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(names)]
  const found = wanted.length === 0 ? [] : await view.named(table, wanted)
  return new Map(found.map((row) => [row.name, row.id]))
}

/** Ids by name; drafts the rows that are not there yet. */
export async function idsByName(
  view: View,
  draft: Draft,
  table: NamedTable,
  names: readonly string[],
  newId: NewId,
): Promise<Map<string, string>> {
  const ids = await knownIds(view, table, names)
  for (const name of new Set(names)) {
    if (ids.has(name)) continue
    const id = newId()
    draft.patch(table, id, { createdAt: secondsOf(draft), name })
    ids.set(name, id)
  }
  return ids
}

/** Ids of rows that a filter names. @throws AppError `<table>.not_found` */
export async function requireNamedIds(
  view: Pick<View, 'named'>,
  table: NamedTable,
  names: readonly string[],
): Promise<string[]> {
  const wanted = names.map(storedName)
  const found = wanted.length === 0 ? [] : await view.named(table, wanted)
  const missing = wanted.find((name) => !found.some((row) => row.name === name))
  if (missing !== undefined)
    throw new AppError(`${features[table]}.not_found`, `there is no ${nouns[table]} named ${missing}`)
  return found.map((row) => row.id)
}
