/** The database of `npm start`: the running one, or started for as long as it is needed. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@goalixa/contracts/errors'
import { LockedError, holderOf, takeLock } from '@goalixa/service-kit/data-folder-lock'
import { startEmbeddedPostgres } from '@goalixa/service-kit/embedded-postgres'
import type { Header } from './format.ts'

export interface OpenDatabase {
  readonly url: string
  close(): Promise<void>
}

/** What the rows cannot be used without: it seals signing keys and second factors. */
const secretsFile = 'secrets.json'

/** @throws AppError `ops.backup_not_found` when there is none, `ops.backup_in_use` when somebody restores into it */
export async function openForReading(folder: string): Promise<OpenDatabase> {
  if (!existsSync(join(folder, 'postgres', 'data')))
    throw new AppError('ops.backup_not_found', `there is no database in ${folder}`, {
      try: 'name the data folder with --data, or the database with --database URL',
    })
  const holder = await holderOf(folder)
  if (holder === undefined) return openAlone(folder, 'a backup')
  const url = await urlOfRunning(join(folder, 'postgres'))
  return { url, close: async () => undefined }
}

/**
 * For a restore: nobody else may work on it. Made when absent.
 * @throws AppError `ops.backup_in_use`
 */
export async function openAlone(folder: string, purpose: string): Promise<OpenDatabase> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const lock = await takeLock(folder, purpose).catch((error: Error) => {
    if (!(error instanceof LockedError)) throw error
    throw new AppError('ops.backup_in_use', error.message)
  })
  try {
    const server = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), durable: true })
    return {
      url: server.url,
      async close() {
        await server.stop()
        await lock.release()
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Its port is chosen at each start; PostgreSQL writes it into the fourth line of this file. */
async function urlOfRunning(postgres: string): Promise<string> {
  try {
    const lines = (await readFile(join(postgres, 'data', 'postmaster.pid'), 'utf8')).split('\n')
    const password = (await readFile(join(postgres, 'password'), 'utf8')).trim()
    return `postgres://goalixa:${password}@127.0.0.1:${Number(lines[3])}/goalixa`
  } catch (error) {
    throw new AppError('ops.backup_database', 'its server does not run now', { cause: error })
  }
}

export async function filesOf(folder: string): Promise<Header['files']> {
  const text = await readFile(join(folder, secretsFile), 'utf8').catch(() => undefined)
  return text === undefined ? [] : [{ name: secretsFile, text }]
}

/** Puts back the files of a backup; others of their names are kept aside. Answers what they are called now. */
export async function putFilesBack(
  folder: string,
  files: Header['files'],
  aside: string,
): Promise<readonly string[]> {
  const kept: string[] = []
  for (const { name, text } of files) {
    // A name from the file is never used as a path.
    if (name !== secretsFile) continue
    const file = join(folder, name)
    const there = await readFile(file, 'utf8').catch(() => undefined)
    if (there === text) continue
    await writeFile(`${file}.restored`, text, { mode: 0o600 })
    if (there !== undefined) {
      await rename(file, `${file}${aside}`)
      kept.push(`${name}${aside}`)
    }
    await rename(`${file}.restored`, file)
  }
  return kept
}
