import type { Row } from '@goalixa/domain/rows'
import { valueOf } from '@goalixa/domain/rows'
import type { Lookup } from './view.ts'

/** Has the row all of these labels, itself or through its task or project? Those in the trash pass theirs on too. */
export async function hasLabels(lookup: Lookup, row: Row, labelIds: readonly string[]): Promise<boolean> {
  if (labelIds.length === 0) return true
  const from = [row]
  for (const [table, register] of [
    ['tasks', 'taskId'],
    ['projects', 'projectId'],
  ] as const) {
    const id = valueOf(row, register)
    const owner = typeof id === 'string' ? await lookup.row(table, id) : undefined
    if (owner !== undefined) from.push(owner)
  }
  return labelIds.every((id) => from.some((one) => valueOf(one, `label:${id}`) === true))
}
