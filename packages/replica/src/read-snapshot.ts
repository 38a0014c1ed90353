/** Reads the lines of a snapshot: the start, then pieces of rows and history; the end is checked. */
import { AppError } from '@goalixa/contracts/errors'
import type { HistoryLine, SnapshotEnd, SnapshotStart } from '@goalixa/contracts/sync'
import type { StagedRow } from './storage.ts'

/** Some lines, of either kind. */
export interface Piece {
  readonly rows: StagedRow[]
  readonly history: HistoryLine[]
}

interface Reading {
  readonly start: SnapshotStart
  readonly pieces: AsyncIterable<Piece>
  /** Tells whoever sends that nobody takes any more. */
  readonly close: () => Promise<void>
}

type Line = SnapshotStart | SnapshotEnd | StagedRow | HistoryLine

/** @throws AppError `upstream.broken`; the pieces throw it at their end, unless the snapshot was whole */
export async function readSnapshot(lines: AsyncIterable<string>, linesAtOnce: number): Promise<Reading> {
  const iterator = lines[Symbol.asyncIterator]()
  const next = async (): Promise<Line | undefined> => {
    const { done, value } = await iterator.next()
    return done === true ? undefined : parsed(value)
  }
  const close = async () => void (await iterator.return?.())
  const start = await next()
  if (start === undefined || !('epoch' in start)) {
    await close()
    throw broken()
  }

  async function* pieces(): AsyncGenerator<Piece, void, undefined> {
    let piece: Piece = { rows: [], history: [] }
    const count = { rows: 0, history: 0 }
    for (;;) {
      const line = await next()
      if (line === undefined || 'epoch' in line) throw broken()
      if ('end' in line) {
        if (line.count !== count.rows || line.history !== count.history) throw broken()
        break
      }
      if ('regs' in line) {
        piece.rows.push(line)
        count.rows++
      } else {
        piece.history.push(line)
        count.history++
      }
      if (piece.rows.length + piece.history.length < linesAtOnce) continue
      yield piece
      piece = { rows: [], history: [] }
    }
    if (piece.rows.length + piece.history.length > 0) yield piece
  }
  return { start, pieces: pieces(), close }
}

function parsed(line: string): Line {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw broken(cause)
  }
  if (typeof value !== 'object' || value === null) throw broken()
  return value as Line
}

const broken = (cause?: unknown): AppError =>
  new AppError('upstream.broken', 'the server did not send all of the data', {
    cause,
    try: 'try again later; nothing is lost',
  })
