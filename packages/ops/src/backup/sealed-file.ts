/** A backup as a file: packed, encrypted, whole or not there. */
import { createHash, randomBytes } from 'node:crypto'
import { link, open, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable, pipeline } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'
import { AppError } from '@goalixa/contracts/errors'
import { decrypterFor, encrypterFor } from './keys.ts'
import type { Key, Lock } from './keys.ts'

export interface SealedFile {
  readonly bytes: number
  /** SHA-256 of the file as it lies there, hexadecimal: `sha256sum` says the same. */
  readonly sha256: string
}

/**
 * Writes a file that nobody else may read. It has its name only when all of it is on the disk, and never takes the name
 * of another one.
 * @throws AppError `ops.backup_failed` when it cannot be written, `ops.backup_key`; whatever `text` throws
 */
export async function writeSealed(
  file: string,
  text: AsyncIterable<Buffer>,
  lock: Lock,
): Promise<SealedFile> {
  const unfinished = join(dirname(file), `.${basename(file)}.${randomBytes(4).toString('hex')}.part`)
  const encrypter = encrypterFor(lock)
  const handle = await open(unfinished, 'wx', 0o600).catch(cannotWrite(file))
  try {
    const packed = packing(text)
    const checksum = createHash('sha256')
    let bytes = 0
    try {
      for await (const piece of await encrypter.encrypt(packed as globalThis.ReadableStream<Uint8Array>)) {
        checksum.update(piece)
        bytes += piece.length
        await handle.writeFile(piece).catch(cannotWrite(file))
      }
    } finally {
      await handle.sync().catch(() => undefined)
      await handle.close()
    }
    // A rename would silently replace what has the name already.
    await link(unfinished, file).catch(cannotWrite(file))
    await syncFolder(dirname(file))
    return { bytes, sha256: checksum.digest('hex') }
  } finally {
    await rm(unfinished, { force: true })
  }
}

export interface OpenedFile {
  /** The text of the backup. Throws `ops.backup_damaged` where the file stops being one. */
  readonly text: AsyncIterable<Uint8Array>
  close(): void
}

/** @throws AppError `ops.backup_not_found`, `ops.backup_key`, `ops.backup_damaged` */
export async function readSealed(file: string, key: Key): Promise<OpenedFile> {
  const decrypter = decrypterFor(key)
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new AppError('ops.backup_not_found', `${file} cannot be read: ${reasonOf(error)}`, { cause: error })
  })
  const stream = handle.createReadStream()
  try {
    const sealed = Readable.toWeb(stream) as globalThis.ReadableStream<Uint8Array>
    const packed = await decrypter.decrypt(sealed)
    return {
      text: unpacked(packed, file),
      close: () => void stream.destroy(),
    }
  } catch (error) {
    stream.destroy()
    if (error instanceof Error && error.message.includes('no identity matched'))
      throw new AppError('ops.backup_key', `the key does not open ${file}, or its first lines were changed`)
    throw damaged(file, error)
  }
}

function packing(text: AsyncIterable<Buffer>): ReadableStream {
  // What goes wrong on the way is told by the stream that is read.
  const packed = pipeline(Readable.from(text, { objectMode: false }), createZstdCompress(), () => undefined)
  return Readable.toWeb(packed)
}

async function* unpacked(packed: ReadableStream<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* pipeline(Readable.fromWeb(packed), createZstdDecompress(), () => undefined)
  } catch (error) {
    throw damaged(file, error)
  }
}

const damaged = (file: string, cause: unknown) =>
  new AppError('ops.backup_damaged', `${file} is cut off, changed, or no backup`, { cause })

const cannotWrite =
  (file: string) =>
  (error: NodeJS.ErrnoException): never => {
    throw new AppError('ops.backup_failed', `${file} cannot be written: ${reasonOf(error)}`, {
      cause: error,
      ...(error.code === 'EEXIST' ? { try: 'wait a second: names are by the time' } : {}),
    })
  }

const reasonOf = ({ code, message }: NodeJS.ErrnoException): string => reasons[code ?? ''] ?? code ?? message

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EEXIST: 'there is one of that name already',
  EACCES: 'it is not allowed',
  EROFS: 'the disk is read-only',
  ENOENT: 'it is not there',
}

/** So that the name is on the disk, too; not every system can. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
