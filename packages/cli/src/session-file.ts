/** The session file: who is signed in where. One file holds several installations, each under its API URL. */
import { join } from 'node:path'
import type { SessionStore, StoredSession } from '@goalixa/client/signed-in'
import { readPrivateFile, writePrivateFile } from './private-file.ts'
import { replicaName } from './replica-file.ts'

interface KeptSession extends StoredSession {
  /** The name of the local store, kept because making it takes long. Absent in files of earlier versions. */
  readonly replica?: string
}
interface Sessions {
  readonly version: 1
  readonly sessions: Readonly<Record<string, KeptSession>>
}

export interface SessionFile extends SessionStore {
  readonly read: () => Promise<KeptSession | undefined>
}

/** `write` and `clear` read the file first: call them inside `lock`. */
export function createSessionFile(configDir: string, apiUrl: string): SessionFile {
  const path = join(configDir, 'session.json')
  const load = async (): Promise<Sessions> => parse(await readPrivateFile(path))
  const save = async (sessions: Sessions['sessions']) => {
    await writePrivateFile(path, `${JSON.stringify({ version: 1, sessions } satisfies Sessions, null, 2)}\n`)
  }
  return {
    read: async () => (await load()).sessions[apiUrl],
    write: async (session) => {
      const replica = replicaName({ accountId: session.account.id, apiUrl })
      await save({ ...(await load()).sessions, [apiUrl]: { ...session, replica } })
    },
    clear: async () => {
      const { [apiUrl]: _, ...others } = (await load()).sessions
      await save(others)
    },
    lock: async (run) => {
      const { withFileLock } = await import('./file-lock.ts')
      return withFileLock(join(configDir, 'session.lock'), run)
    },
  }
}

/** A file that cannot be understood counts as signed out: signing in writes a good one. */
function parse(text: string | undefined): Sessions {
  try {
    const parsed: unknown = JSON.parse(text ?? '')
    if (isSessions(parsed)) return parsed
  } catch {
    // Not JSON.
  }
  return { version: 1, sessions: {} }
}

/** By hand: every command reads it, and a library of schemas takes longer to load than all of this. */
const isSessions = (value: unknown): value is Sessions =>
  isObject(value) &&
  value.version === 1 &&
  isObject(value.sessions) &&
  Object.values(value.sessions).every(isStoredSession)

const isStoredSession = (value: unknown): value is KeptSession =>
  isObject(value) &&
  isObject(value.account) &&
  typeof value.account.id === 'string' &&
  typeof value.account.email === 'string' &&
  typeof value.accessToken === 'string' &&
  typeof value.refreshToken === 'string' &&
  typeof value.expiresAt === 'number' &&
  (value.ended === undefined || typeof value.ended === 'boolean') &&
  (value.replica === undefined ||
    (typeof value.replica === 'string' && /^replica-[\w-]+\.sqlite$/.test(value.replica)))

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
