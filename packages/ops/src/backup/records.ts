/** What is known of each backup without opening it: a small file beside it. */
import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'

export const BackupRecord = z.object({
  version: z.literal(1),
  /** Name of the backup in the same folder. */
  file: z.string(),
  madeAt: z.iso.datetime(),
  seconds: z.number(),
  bytes: z.int(),
  /** SHA-256 of the file, hexadecimal. */
  sha256: z.string(),
  tables: z.int(),
  rows: z.int(),
  /** Public keys that open it, or `passphrase`. */
  openedBy: z.array(z.string()),
  /** When it was last restored into a scratch database and found equal. */
  verifiedAt: z.iso.datetime().nullable(),
})
export type BackupRecord = z.infer<typeof BackupRecord>

const backupName = /^goalixa-\d{8}T\d{6}Z\.age$/
const recordName = (file: string) => file.replace(/\.age$/, '.json')

/** `goalixa-20261123T061500Z.age`: sorts by time. */
export const nameAt = (madeAt: Date): string =>
  `goalixa-${madeAt.toISOString().replaceAll(/[-:]|\.\d+/g, '')}.age`

export async function writeRecord(folder: string, record: BackupRecord): Promise<void> {
  const file = join(folder, recordName(record.file))
  await writeFile(`${file}.part`, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.part`, file)
}

/** Newest first; of backups that are there. An absent folder has none. */
export async function readRecords(folder: string): Promise<readonly BackupRecord[]> {
  const names = new Set(await readdir(folder).catch(() => []))
  const backups = [...names].filter((name) => backupName.test(name)).toSorted()
  const records = await Promise.all(backups.toReversed().map((name) => readRecord(folder, name)))
  return records.filter((record) => record !== undefined)
}

/** The newest backup of a folder; a path that is no folder is the backup itself. Undefined where a folder has none. */
export async function newestIn(path: string): Promise<string | undefined> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTDIR' || error.code === 'ENOENT') return undefined
    throw error
  })
  if (names === undefined) return path
  const newest = names
    .filter((name) => backupName.test(name))
    .toSorted()
    .at(-1)
  return newest === undefined ? undefined : join(path, newest)
}

async function readRecord(folder: string, name: string): Promise<BackupRecord | undefined> {
  const text = await readFile(join(folder, recordName(name)), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    const { data } = BackupRecord.safeParse(JSON.parse(text))
    return data?.file === name ? data : undefined
  } catch {
    return undefined
  }
}

/** Notes that a backup proved good; one without a record stays so. */
export async function noteVerified(folder: string, file: string, at: Date): Promise<void> {
  const record = backupName.test(file) ? await readRecord(folder, file) : undefined
  if (record !== undefined) await writeRecord(folder, { ...record, verifiedAt: at.toISOString() })
}

/**
 * Removes all but the newest, and the newest that proved good; answers which ones. Files of other names are left alone.
 */
export async function keepNewest(folder: string, count: number): Promise<readonly string[]> {
  const records = await readRecords(folder)
  const proven = records.find(({ verifiedAt }) => verifiedAt !== null)
  const removed = records.slice(count).filter((record) => record !== proven)
  for (const { file } of removed) {
    await rm(join(folder, file), { force: true })
    await rm(join(folder, recordName(file)), { force: true })
  }
  return removed.map(({ file }) => file)
}
