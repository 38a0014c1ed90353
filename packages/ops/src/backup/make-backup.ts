/** Makes a backup of all schemas, each from one snapshot of its database, and proves it where a key is at hand. */
import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '@goalixa/contracts/errors'
import { openSnapshot } from '@goalixa/service-kit/dump/snapshot'
import type { Snapshot } from '@goalixa/service-kit/dump/snapshot'
import type { Clock } from '../clock.ts'
import { backupText } from './backup-text.ts'
import type { End, Header } from './format.ts'
import type { Key, Lock } from './keys.ts'
import { nameAt, noteVerified, writeRecord } from './records.ts'
import type { BackupRecord } from './records.ts'
import { restoreRows } from './restore-rows.ts'
import type { Restored } from './restore-rows.ts'
import { ownSchemas } from './schemas.ts'
import { inScratch } from './scratch.ts'
import { readSealed, writeSealed } from './sealed-file.ts'

interface BackupOptions {
  /** Where it is put; made when absent. */
  readonly folder: string
  /** The database of each schema. */
  readonly urlOf: (schema: string) => string
  readonly files: Header['files']
  readonly lock: Lock
  readonly clock: Clock
  readonly signal?: AbortSignal
  /** Told after each table: `auth.accounts`, its rows. */
  readonly onTable?: (table: string, rows: number) => void
}

/** @throws AppError `ops.backup_failed`, `ops.backup_database`, `ops.backup_not_found`, `ops.backup_key`; then no file is left */
export async function makeBackup(options: BackupOptions): Promise<BackupRecord> {
  const { folder, urlOf, files, lock, clock, signal, onTable } = options
  const madeAt = clock.date()
  const began = clock.now()
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw new AppError('ops.backup_failed', `${folder} cannot be made: ${error.code}`, { cause: error })
  })
  const snapshots: Snapshot[] = []
  let end: End | undefined
  try {
    for (const url of new Set(ownSchemas.map(({ schema }) => urlOf(schema)))) {
      const there = ownSchemas.map(({ schema }) => schema).filter((schema) => urlOf(schema) === url)
      snapshots.push(await openSnapshot(url, there))
    }
    const told = (schema: string, table: string, rows: number) => onTable?.(`${schema}.${table}`, rows)
    const text = backupText({
      snapshots,
      files,
      madeAt,
      onTable: ({ schema, table }, { rows }) => told(schema, table, rows),
    })
    const file = nameAt(madeAt)
    const written = await writeSealed(
      join(folder, file),
      untilEnd(text, (found) => (end = found), signal),
      lock,
    )
    const record: BackupRecord = {
      version: 1,
      file,
      madeAt: madeAt.toISOString(),
      seconds: Math.round((clock.now() - began) / 100) / 10,
      ...written,
      tables: end!.tables,
      rows: end!.rows,
      openedBy: 'recipients' in lock ? [...lock.recipients] : ['passphrase'],
      verifiedAt: null,
    }
    await writeRecord(folder, record)
    return record
  } finally {
    for (const snapshot of snapshots) await snapshot.close()
  }
}

interface DrillOptions {
  readonly file: string
  readonly key: Key
  readonly clock: Clock
  /** A server to make a scratch database on; one of its own without. */
  readonly scratch?: string | undefined
  readonly signal?: AbortSignal
  readonly onTable?: (table: string, rows: number) => void
}

/** Restores a backup where nobody sees it, compares, and notes when it proved good. */
export async function drill(options: DrillOptions): Promise<Restored & { readonly verifiedAt: string }> {
  const { file, key, clock, scratch, signal, onTable } = options
  // A wrong key is told before a server is started.
  const opened = await readSealed(file, key)
  try {
    const restored = await inScratch(scratch, (url) =>
      restoreRows({
        text: opened.text,
        urlOf: () => url,
        onTable: ({ table, rows }) => onTable?.(table, rows),
        ...(signal === undefined ? {} : { signal }),
      }),
    )
    const verifiedAt = clock.date()
    // The folder may be one that nobody may write to.
    await noteVerified(dirname(file), basename(file), verifiedAt).catch(() => undefined)
    return { ...restored, verifiedAt: verifiedAt.toISOString() }
  } finally {
    opened.close()
  }
}

async function* untilEnd(
  text: AsyncGenerator<Buffer, End>,
  done: (end: End) => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  for (;;) {
    signal?.throwIfAborted()
    const next = await text.next()
    if (next.done === true) return done(next.value)
    yield next.value
  }
}
