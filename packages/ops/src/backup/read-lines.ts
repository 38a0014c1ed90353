/** The text of a backup, piece by piece: lines of JSON, and rows up to their end. */
import { AppError } from '@goalixa/contracts/errors'
import type * as z from 'zod'
import { endOfRows } from './format.ts'

export interface BackupReader {
  /** The next line. @throws AppError `ops.backup_damaged` when it is another, or none */
  line<T>(schema: z.ZodType<T>): Promise<T>
  /** Rows up to their end, in pieces of whole rows; to be read to the end. */
  rows(): AsyncGenerator<Buffer>
  /** Must be the end of the file. */
  end(): Promise<void>
}

const newline = 10
const longestLine = 16 * 1024 * 1024
const terminator = Buffer.from(endOfRows)
const terminatorInside = Buffer.from(`\n${endOfRows}`)

export function readBackup(pieces: AsyncIterable<Uint8Array>): BackupReader {
  const source = pieces[Symbol.asyncIterator]()
  let buffer: Buffer = Buffer.alloc(0)

  /** False at the end of the file. */
  async function more(): Promise<boolean> {
    const next = await source.next()
    if (next.done === true) return false
    buffer = buffer.length === 0 ? Buffer.from(next.value) : Buffer.concat([buffer, next.value])
    return true
  }
  const take = (length: number): Buffer => {
    const taken = buffer.subarray(0, length)
    buffer = buffer.subarray(length)
    return taken
  }
  return {
    async line(schema) {
      let end = buffer.indexOf(newline)
      while (end < 0) {
        if (buffer.length > longestLine || !(await more())) throw damaged()
        end = buffer.indexOf(newline)
      }
      const text = take(end + 1).toString('utf8')
      let value: unknown
      try {
        value = JSON.parse(text)
      } catch {
        throw damaged()
      }
      const { data, success } = schema.safeParse(value)
      if (!success) throw damaged()
      return data
    },
    async *rows() {
      for (;;) {
        const isHere = buffer.subarray(0, terminator.length).equals(terminator)
        const end = isHere ? 0 : buffer.indexOf(terminatorInside) + 1
        if (isHere || end > 0) {
          if (end > 0) yield take(end)
          take(terminator.length)
          return
        }
        const whole = buffer.lastIndexOf(newline) + 1
        if (whole > 0) yield take(whole)
        if (!(await more())) throw damaged()
      }
    },
    async end() {
      if (buffer.length > 0 || (await more())) throw damaged()
    },
  }
}

const damaged = () => new AppError('ops.backup_damaged', 'the backup is not whole')
