/** The only reader of our environment variables. */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

export interface Environment {
  readonly apiUrl?: string
  readonly token?: string
  readonly zone?: string
  readonly configDir: string
  /** Where the local store is. */
  readonly dataDir: string
  /** Milliseconds that a command waits for the server after its answer; 0 never asks it. */
  readonly syncDeadlineMs: number
  readonly debug: boolean
}

/** Short enough not to be felt as waiting, long enough for a round trip. */
const defaultSyncDeadlineMs = 300

type Variables = Readonly<Record<string, string | undefined>>

/** An empty variable counts as absent. */
export function readEnvironment(env: Variables = process.env, home: string = homedir()): Environment {
  // The XDG rules say that a relative path is to be ignored.
  const xdg = (path: string | undefined, otherwise: string) =>
    join(isAbsolute(path ?? '') ? path! : join(home, otherwise), 'goalixa')
  return {
    ...(env.GOALIXA_API_URL ? { apiUrl: env.GOALIXA_API_URL } : {}),
    ...(env.GOALIXA_TOKEN ? { token: env.GOALIXA_TOKEN } : {}),
    ...(env.GOALIXA_ZONE ? { zone: env.GOALIXA_ZONE } : {}),
    configDir: env.GOALIXA_CONFIG_DIR || xdg(env.XDG_CONFIG_HOME, '.config'),
    dataDir: env.GOALIXA_DATA_DIR || xdg(env.XDG_DATA_HOME, '.local/share'),
    syncDeadlineMs: /^\d{1,6}$/.test(env.GOALIXA_SYNC_DEADLINE_MS ?? '')
      ? Number(env.GOALIXA_SYNC_DEADLINE_MS)
      : defaultSyncDeadlineMs,
    debug: Boolean(env.GOALIXA_DEBUG),
  }
}
