/** What SQLite says, as errors that name a way out. */
import { AppError } from '@goalixa/contracts/errors'

/** Primary result codes, as https://sqlite.org/rescode.html numbers them. */
const result = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
}

const isSqliteError = (error: unknown): error is Error & { errcode: number } =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'

const isFileError = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && 'errno' in error

/** Another connection holds the file for now. */
export const isBusy = (error: unknown): boolean =>
  isSqliteError(error) && [result.busy, result.locked].includes(error.errcode & 0xff)

/** The error as an AppError where it is one that can be expected; anything else stays what it is. */
export function toReplicaError(error: unknown): unknown {
  if (error instanceof SyntaxError) return damaged('it holds something that cannot be read', error)
  if (isFileError(error)) return isNoRoom(error) ? noRoom(error) : cannotOpen(error)
  if (!isSqliteError(error)) return error
  if (error.errcode === shortRead || isWithoutTable(error))
    return damaged('it is cut short or damaged', error)
  // The lower byte is the primary code, the rest says more.
  const code = error.errcode & 0xff
  if (code === result.corrupt || code === result.notADatabase)
    return damaged('it is cut short or damaged', error)
  if (code === result.full || error.errcode === noRoomToShare) return noRoom(error)
  if (isBusy(error)) {
    return unwritable('another program is writing to it; nothing was changed', 'try again in a moment', error)
  }
  return [result.readOnly, result.ioError, result.cannotOpen].includes(code) ? cannotOpen(error) : error
}

const isNoRoom = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')

/** Extended codes of `ioError`: the file ends where there should be more; no room for the file that processes share. */
const shortRead = 522
const noRoomToShare = 4874
const isWithoutTable = ({ errcode, message }: Error & { errcode: number }): boolean =>
  errcode === 1 && message.startsWith('no such table')

const noRoom = (error: unknown): AppError =>
  unwritable('the disk is full; nothing was changed', 'make room on the disk, then try again', error)

const cannotOpen = (error: unknown): AppError =>
  unwritable(
    'it cannot be written to; nothing was changed',
    'check that its folder exists and is yours to write to',
    error,
  )

export const damaged = (what: string, cause?: unknown): AppError =>
  new AppError('replica.damaged', `the local store cannot be used: ${what}`, {
    cause,
    try: 'goalixa sync repair sets it aside, loads a new one and keeps what was not sent',
  })

const unwritable = (what: string, tryNext: string, cause: unknown): AppError =>
  new AppError('replica.unwritable', `the local store cannot be used: ${what}`, { try: tryNext, cause })

export const newer = (version: number): AppError =>
  new AppError(
    'replica.newer',
    `the local store has version ${version}, which this program does not know yet`,
  )
