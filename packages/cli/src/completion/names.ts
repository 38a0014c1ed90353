/** Names of rows for the shell that completes a word: from the store on this device, without the network. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { valueOf } from '@goalixa/domain/rows'
import type { Row } from '@goalixa/domain/rows'
import { nameOf } from '@goalixa/replica/queries/view'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import { defaultApiUrl, parseConfigValue, readConfig } from '../config-file.ts'
import { readEnvironment } from '../environment.ts'
import { safeLine } from '../output/safe-text.ts'
import { replicaName } from '../replica-file.ts'
import { createSessionFile } from '../session-file.ts'
import type { Kind } from './command-tree.ts'

/** More than somebody chooses from. */
const atMost = 2_000

/**
 * Sorted, each once; none when nobody is signed in. What is done or in the archive is left out. What would not tell
 * people which row it is has a description behind a tab.
 */
export async function namesOf(kind: Kind): Promise<string[]> {
  const here = await findStore()
  if (here === undefined || !existsSync(here.path)) return []
  const { path, userId, zone } = here
  const storage = openSqliteStorage({ path, busyMs: 50 })
  try {
    if (kind === 'timeEntries') {
      const { entryNames } = await import('./entry-names.ts')
      return await storage.read((reader) => entryNames(reader, { userId, zone, nowMs: Date.now() }))
    }
    const rows = await storage.read((reader) => reader.rowsOf(kind))
    const names = rows.filter(isInUse).map((row) => nameOf(row) ?? '')
    // A name that cannot be typed as it is cannot be completed.
    const typeable = names.filter((name) => name !== '' && safeLine(name) === name)
    return [...new Set(typeable)].toSorted().slice(0, atMost)
  } finally {
    await storage.close()
  }
}

interface Here {
  readonly path: string
  readonly userId: string
  readonly zone: string
}

const isInUse = (row: Row): boolean => {
  const status = valueOf(row, 'status')
  const word =
    typeof status === 'object' && status !== null ? (status as { status?: unknown }).status : status
  return valueOf(row, 'archived') !== true && (word === undefined || word === 'open' || word === 'active')
}

async function findStore(): Promise<Here | undefined> {
  const environment = readEnvironment()
  const config = await readConfig(environment.configDir)
  const apiUrl =
    environment.apiUrl === undefined
      ? (config.apiUrl ?? defaultApiUrl)
      : String(parseConfigValue('apiUrl', environment.apiUrl))
  const session = await createSessionFile(environment.configDir, apiUrl).read()
  if (session === undefined) return undefined
  const { id } = session.account
  const path = join(environment.dataDir, session.replica ?? replicaName({ apiUrl, accountId: id }))
  const zone = environment.zone ?? config.zone ?? Temporal.Now.timeZoneId()
  return { path, userId: id, zone }
}
