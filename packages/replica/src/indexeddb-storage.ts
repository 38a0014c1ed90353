/** The store in a browser. With its handle the only file that knows IndexedDB; nothing of Node is loaded with it. */
import { deleteDB, openDB } from 'idb'
import { AppError } from '@goalixa/contracts/errors'
import type { Transaction } from './indexeddb-handle.ts'
import { createIndexedDbReader, createIndexedDbWriter, createStores, storeNames } from './indexeddb-handle.ts'
import type { ReplicaStorage } from './storage.ts'
import { storeSchema } from './storage.ts'

interface IndexedDbOptions {
  /** The store is named by its user: another user never meets it. */
  readonly userId: string
  /** A newer version of the page wants to change the store, or the browser took it away: it is closed. */
  readonly onClosed?: () => void
}

const databaseName = (userId: string): string => `goalixa-${userId}`

/** @throws AppError `replica.newer`, `replica.damaged`, `replica.unwritable` */
export async function openIndexedDbStorage({
  userId,
  onClosed = () => undefined,
}: IndexedDbOptions): Promise<ReplicaStorage> {
  const database = await guarded(() =>
    openDB(databaseName(userId), storeSchema, {
      upgrade: createStores,
      blocking(_current, _blocked, event) {
        const closing = event.target as unknown as { close(): void }
        closing.close()
        onClosed()
      },
      terminated: onClosed,
    }),
  )
  const begin = (mode: 'readonly' | 'readwrite'): Transaction =>
    // Strict: the default may answer before the disk has it. The types of the option are the DOM's, which are not loaded.
    (database as unknown as { transaction: (...given: unknown[]) => Transaction }).transaction(
      storeNames,
      mode,
      { durability: 'strict' },
    )
  return {
    read: (work) =>
      guarded(async () => {
        const transaction = begin('readonly')
        const result = await work(createIndexedDbReader(transaction))
        await transaction.done
        return result
      }),
    write: (work) =>
      guarded(async () => {
        const transaction = begin('readwrite')
        try {
          const result = await work(createIndexedDbWriter(transaction))
          await transaction.done
          return result
        } catch (error) {
          const ended = transaction.done.catch((reason: unknown) => reason)
          abort(transaction as unknown as { abort(): void })
          const reason = await ended
          // A request that failed aborts by itself and knows why better than the promise that was awaited.
          throw isDomException(reason) && reason.name === 'QuotaExceededError' ? reason : error
        }
      }),
    close: async () => database.close(),
  }
}

/** Deletes the store of a user, with all that was not sent. */
export const deleteIndexedDbStorage = (userId: string): Promise<void> =>
  guarded(() => deleteDB(databaseName(userId)))

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort()
  } catch {
    // It has ended already.
  }
}

async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw toReplicaError(error)
  }
}

const isDomException = (error: unknown): error is Error =>
  error instanceof Error || (error as Error | null)?.name !== undefined

function toReplicaError(error: unknown): unknown {
  if (error instanceof AppError || !isDomException(error)) return error
  const refuse = (
    code: 'replica.newer' | 'replica.unwritable' | 'replica.damaged',
    what: string,
    tryNext?: string,
  ) => new AppError(code, what, { cause: error, ...(tryNext === undefined ? {} : { try: tryNext }) })
  switch (error.name) {
    case 'VersionError':
      return refuse(
        'replica.newer',
        'the store in this browser was made by a newer version of the page',
        'reload the page',
      )
    case 'QuotaExceededError':
      return refuse(
        'replica.unwritable',
        'the browser has no room left; nothing was changed',
        'make room on the disk, then try again',
      )
    case 'InvalidStateError':
      return refuse(
        'replica.unwritable',
        'the store was closed, as another window updates it',
        'reload the page',
      )
    case 'UnknownError':
    case 'AbortError':
      return refuse(
        'replica.unwritable',
        'the browser could not store it; nothing was changed',
        'reload the page',
      )
    case 'NotReadableError':
    case 'DataError':
      return refuse('replica.damaged', 'the store in this browser cannot be read')
    default:
      return error
  }
}
