/** Words for backups: what was written, and whether it proved good. */
import * as z from 'zod'
import { momentText } from './ops-status.ts'
import { safeLine } from './safe-text.ts'
import { sizeText } from './sizes.ts'
import type { Terminal } from './terminal.ts'

export const BackupDocument = z.object({
  folder: z.string(),
  file: z.string(),
  /** Of what: `embedded`, or an address without its password. */
  database: z.string(),
  madeAt: z.string(),
  seconds: z.number(),
  bytes: z.int(),
  sha256: z.string(),
  tables: z.int(),
  rows: z.int(),
  /** Public keys, or `passphrase`. */
  openedBy: z.array(z.string()),
  /** When it was restored into a scratch database and found equal; null when nobody tried. */
  verifiedAt: z.string().nullable(),
  /** Older ones that --keep removed. */
  removed: z.array(z.string()),
})
export type BackupDocument = z.infer<typeof BackupDocument>

export const KeyDocument = z.object({
  /** The file with the secret key. */
  identity: z.string(),
  recipient: z.string(),
})

export const RestoreDocument = z.object({
  file: z.string(),
  madeAt: z.string(),
  /** Where it is used now: `embedded`, or an address without its password; null when it was only tried. */
  into: z.string().nullable(),
  tables: z.array(z.object({ table: z.string(), rows: z.int() })),
  rows: z.int(),
  verifiedAt: z.string(),
  /** What was there before, as it is called now. */
  keptAside: z.array(z.string()),
})
export type RestoreDocument = z.infer<typeof RestoreDocument>

type Look = Pick<Terminal, 'paint'>

export function backupText(backup: BackupDocument, { paint }: Look): string {
  const { folder, file, tables, rows, bytes, seconds, verifiedAt, removed } = backup
  return [
    `Backed up ${count(rows)} rows of ${tables} tables in ${seconds} s: ${sizeText(bytes)}`,
    safeLine(`${folder}/${file}`),
    verifiedAt === null
      ? paint('yellow', 'Not tried: goalixa ops restore FILE --identity FILE does, and changes nothing')
      : paint('green', 'Restored into a scratch database: every table is equal'),
    ...(removed.length === 0 ? [] : [`Removed ${removed.length} older: ${removed.map(safeLine).join(', ')}`]),
  ].join('\n')
}

export function restoreText(restored: RestoreDocument, { paint }: Look): string {
  const { file, madeAt, into, tables, rows, keptAside } = restored
  const filled = tables.filter((one) => one.rows > 0)
  return [
    ...filled.map(({ table, rows: found }) => `${count(found).padStart(11)}  ${safeLine(table)}`),
    paint(
      'green',
      `${tables.length} tables with ${count(rows)} rows are equal to the backup of ${momentText(madeAt)}`,
    ),
    into === null
      ? `${safeLine(file)} was only tried: nothing was changed`
      : `Restored into ${safeLine(into)}`,
    ...(keptAside.length === 0
      ? []
      : [`What was there is kept: ${keptAside.map((one) => safeLine(one)).join(', ')}`]),
  ].join('\n')
}

const count = (value: number): string => value.toLocaleString('en-GB')
