/** Notices that any process, this one included, has changed the file of a store. */
import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { isBusy, toReplicaError } from './sqlite-errors.ts'

export interface SqliteChanges {
  /**
   * A number that differs from the one before when something was committed since; cheap enough to be asked several
   * times a second. Undefined once the file is gone or another one has taken its place.
   */
  version(): number | undefined
  close(): void
}

/** The store must be there. @throws AppError `replica.damaged`, `replica.unwritable` */
export function openSqliteChanges(path: string): SqliteChanges {
  // A connection of its own: SQLite tells each one only of what the others did.
  const database = open(path)
  const ask = database.prepare('pragma data_version')
  const inode = inodeOf(path)
  let last = 0
  return {
    version() {
      // What was removed stays readable to who has it open.
      if (inodeOf(path) !== inode) return undefined
      try {
        last = (ask.get() as { data_version: number }).data_version
      } catch (error) {
        if (!isBusy(error)) throw toReplicaError(error)
      }
      return last
    },
    close: () => database.close(),
  }
}

function open(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { readOnly: true })
  } catch (error) {
    throw toReplicaError(error)
  }
}

const inodeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino
