/** Conflicts over the replica on this device: what lost or was ended, and the ways back. */
import { AppError } from '@goalixa/contracts/errors'
import { createShapes } from '@goalixa/replica/queries/shapes'
import { findRow } from '@goalixa/replica/queries/view'
import type { EndedTimer as Ended, LostValue as Lost } from '@goalixa/replica/queries/conflicts'
import type { Replica } from '@goalixa/replica/replica'
import type { ReplicaReader } from '@goalixa/replica/storage'
import { requireEnded, requireLost } from './conflict-args.ts'
import type { Conflict, EndedTimer } from './conflict-list.ts'
import type { WithReplica } from './local-rows.ts'
import { findByShortKey, shortKeys } from './short-keys.ts'
import type { Store } from './store.ts'

interface Found {
  readonly key: string
  readonly document: Conflict
}

export function createLocalConflicts(withReplica: WithReplica): Store['conflicts'] {
  const find = async (replica: Replica, id: string): Promise<Found> =>
    findByShortKey(await readAll(replica), id, 'conflicts.not_found')
  const dismiss = async (replica: Replica, { key, document: { kind } }: Found): Promise<void> => {
    if (kind === 'lost_value')
      return (await import('@goalixa/replica/conflicts')).dismissConflict(replica, key)
    return (await import('@goalixa/replica/automatic-ends')).dismissAutomaticEnd(replica, key)
  }
  return {
    list: () =>
      withReplica(async (replica) => ({ items: (await readAll(replica)).map(documentOf) }), 'fresh'),
    get: (id) => withReplica(async (replica) => documentOf(await find(replica, id)), 'fresh'),
    take: (id) =>
      withReplica(async (replica) => {
        const { key, document } = await find(replica, id)
        requireLost(document)
        const { takeBack } = await import('@goalixa/replica/conflicts')
        if ((await takeBack(replica, key)) === undefined) throw new AppError('conflicts.not_found')
        return document
      }),
    dismiss: (id) =>
      withReplica(async (replica) => {
        const found = id === undefined ? await readAll(replica) : [await find(replica, id)]
        for (const one of found) await dismiss(replica, one)
        return { items: found.map(documentOf) }
      }),
    resume: (id) =>
      withReplica(async (replica) => {
        const { document } = await find(replica, id)
        requireEnded(document)
        return resume(replica, document)
      }),
  }
}

async function readAll(replica: Replica): Promise<Found[]> {
  const { readEndedTimers, readLostValues } = await import('@goalixa/replica/queries/conflicts')
  const read = async (reader: ReplicaReader): Promise<{ lost: Lost[]; ended: Ended[] }> => ({
    lost: await readLostValues(reader),
    ended: await readEndedTimers(reader),
  })
  const { lost, ended } = await replica.read(read)
  const ids = shortKeys([...lost, ...ended].map(({ key }) => key))
  return [
    ...lost.map(({ key, ...one }): Found => ({
      key,
      document: { kind: 'lost_value', id: ids.get(key)!, ...one },
    })),
    ...ended.map(({ key, ...one }): Found => ({
      key,
      document: { kind: 'ended_timer', id: ids.get(key)!, ...one },
    })),
  ]
}

const documentOf = ({ document }: Found): Conflict => document

async function resume(replica: Replica, { row }: EndedTimer) {
  const { resumeEntry } = await import('@goalixa/replica/automatic-ends')
  const running = await replica.read((reader) => reader.runningEntries())
  await resumeEntry(replica, row.id)
  return replica.read(async (reader) => {
    const shapes = createShapes(reader, replica.now())
    const entryOf = async (id: string) => shapes.toTimedEntry((await findRow(reader, 'timeEntries', id))!)
    const stopped = running.findLast(({ id }) => id !== row.id)
    return {
      resumed: await entryOf(row.id),
      stopped: stopped === undefined ? null : await entryOf(stopped.id),
    }
  })
}
