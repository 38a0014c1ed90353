/** Changes that the server refused for good, over the replica on this device: they wait for a person. */
import { toInstantText } from '@goalixa/domain/calendar'
import { mergeRegisters } from '@goalixa/domain/rows'
import { referenceOf } from '@goalixa/replica/queries/readable'
import type { Replica } from '@goalixa/replica/replica'
import type { DeadLetter } from '@goalixa/replica/storage'
import type { RefusedChange, Unsent } from './conflict-list.ts'
import type { WithReplica } from './local-rows.ts'
import { findByShortKey, shortKeys } from './short-keys.ts'
import type { Store } from './store.ts'

interface Found {
  readonly key: string
  readonly document: RefusedChange
}

export function createLocalRefused(
  withReplica: WithReplica,
): Pick<Store['sync'], 'retry' | 'discard' | 'refused' | 'unsent'> {
  const chosen = async (replica: Replica, id: string | undefined): Promise<Found[]> => {
    const all = await readAll(replica)
    return id === undefined ? all : [findByShortKey(all, id, 'sync.refused_not_found')]
  }
  return {
    refused: (id) => withReplica(async (replica) => ({ items: (await chosen(replica, id)).map(documentOf) })),
    retry: (id) =>
      withReplica(async (replica) => {
        const { retryDeadLetter } = await import('@goalixa/replica/dead-letters')
        const found = await chosen(replica, id)
        for (const { key } of found) await retryDeadLetter(replica, key)
        return { items: found.map(documentOf) }
      }),
    discard: (id) =>
      withReplica(async (replica) => {
        const { discardDeadLetter } = await import('@goalixa/replica/dead-letters')
        const found = await chosen(replica, id)
        for (const { key } of found) await discardDeadLetter(replica, key)
        return { items: found.map(documentOf) }
      }),
    unsent: () => withReplica(unsentOf),
  }
}

export const listRefused = async (replica: Replica): Promise<RefusedChange[]> =>
  (await readAll(replica)).map(documentOf)

async function readAll(replica: Replica): Promise<Found[]> {
  const { listDeadLetters } = await import('@goalixa/replica/dead-letters')
  const letters = (await listDeadLetters(replica)).toSorted((a, b) => a.atMs - b.atMs)
  const ids = shortKeys(letters.map(({ key }) => key))
  const found: Found[] = []
  for (const letter of letters) {
    const { key, operation, atMs, code, detail } = letter
    const document = {
      id: ids.get(key)!,
      intent: operation.intent,
      row: await firstRow(replica, letter),
      rows: operation.patches.length,
      at: instantOf(atMs),
      code,
      detail,
    }
    found.push({ key, document })
  }
  return found
}

/** As it would be: what was refused is no longer part of the row. */
async function firstRow(replica: Replica, { operation }: DeadLetter): Promise<RefusedChange['row']> {
  const [patch] = operation.patches
  if (patch === undefined) return null
  const stored = await replica.read((reader) => reader.row(patch.table, patch.id))
  const regs = mergeRegisters(stored?.visible ?? {}, patch.regs)
  return referenceOf(patch.table, patch.id, regs)
}

const documentOf = ({ document }: Found): RefusedChange => document

async function unsentOf(replica: Replica): Promise<Unsent> {
  const { unsent } = await import('@goalixa/replica/dead-letters')
  const { outbox, deadLetters } = await unsent(replica)
  const refused = deadLetters.map(({ key, code, detail, atMs, operation }) => ({
    key,
    code,
    detail,
    at: instantOf(atMs),
    operation,
  }))
  return { refused, waiting: outbox }
}

const instantOf = (ms: number): string => toInstantText(Math.floor(ms / 1000))
