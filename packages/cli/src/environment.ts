/** The only reader of our environment variables. */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

export interface Environment {
  readonly apiUrl?: string
  readonly token?: string
  readonly zone?: string
  readonly configDir: string
  readonly debug: boolean
}

type Variables = Readonly<Record<string, string | undefined>>

/** An empty variable counts as absent. */
export function readEnvironment(env: Variables = process.env, home: string = homedir()): Environment {
  const xdg = env.XDG_CONFIG_HOME ?? ''
  return {
    ...(env.GOALIXA_API_URL ? { apiUrl: env.GOALIXA_API_URL } : {}),
    ...(env.GOALIXA_TOKEN ? { token: env.GOALIXA_TOKEN } : {}),
    ...(env.GOALIXA_ZONE ? { zone: env.GOALIXA_ZONE } : {}),
    // The XDG rules say that a relative path is to be ignored.
    configDir: env.GOALIXA_CONFIG_DIR || join(isAbsolute(xdg) ? xdg : join(home, '.config'), 'goalixa'),
    debug: Boolean(env.GOALIXA_DEBUG),
  }
}
