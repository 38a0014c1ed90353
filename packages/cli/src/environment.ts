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
  /** Where the prompt of the shell reads what runs. */
  readonly stateDir: string
  /** The user's own, such as `/bin/zsh`. */
  readonly shell?: string
  /** Milliseconds that every command waits for the server after its answer; 0 never asks it. */
  readonly syncDeadlineMs?: number
  /** How a page is opened on this screen; undefined where there is none, as in a shell on another machine. */
  readonly browser?: string
  /** Somebody who exists to prove that a deploy works. */
  readonly opsUser?: { readonly email: string; readonly password: string }
  /** Where `docker login` keeps what it was told. */
  readonly dockerConfig: string
  /** The data folder of `npm start` on this machine. */
  readonly serverDataDir: string
  /** Databases to back up or restore into, and a server to try a backup on; the first is of whatever has no other. */
  readonly databases: Readonly<Partial<Record<'all' | 'auth' | 'app' | 'scratch', string>>>
  /** Where images are kept, and who asks there; without a name as the file of the docker client says. */
  readonly harbor?: {
    readonly url: string
    readonly username?: string
    readonly password?: string
  }
  readonly debug: boolean
}

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
    stateDir: env.GOALIXA_STATE_DIR || xdg(env.XDG_STATE_HOME, '.local/state'),
    ...(env.SHELL ? { shell: env.SHELL } : {}),
    ...(/^\d{1,6}$/.test(env.GOALIXA_SYNC_DEADLINE_MS ?? '')
      ? { syncDeadlineMs: Number(env.GOALIXA_SYNC_DEADLINE_MS) }
      : {}),
    ...browserOf(env),
    ...(env.GOALIXA_OPS_EMAIL && env.GOALIXA_OPS_PASSWORD
      ? { opsUser: { email: env.GOALIXA_OPS_EMAIL, password: env.GOALIXA_OPS_PASSWORD } }
      : {}),
    dockerConfig: join(env.DOCKER_CONFIG || join(home, '.docker'), 'config.json'),
    serverDataDir: env.GOALIXA_DATA || xdg(env.XDG_DATA_HOME, '.local/share'),
    databases: {
      ...(env.DATABASE_URL ? { all: env.DATABASE_URL } : {}),
      ...(env.AUTH_DATABASE_URL ? { auth: env.AUTH_DATABASE_URL } : {}),
      ...(env.APP_DATABASE_URL ? { app: env.APP_DATABASE_URL } : {}),
      ...(env.SCRATCH_DATABASE_URL ? { scratch: env.SCRATCH_DATABASE_URL } : {}),
    },
    ...(env.GOALIXA_HARBOR_URL
      ? {
          harbor: {
            url: env.GOALIXA_HARBOR_URL,
            ...(env.GOALIXA_HARBOR_USER && env.GOALIXA_HARBOR_PASSWORD
              ? { username: env.GOALIXA_HARBOR_USER, password: env.GOALIXA_HARBOR_PASSWORD }
              : {}),
          },
        }
      : {}),
    debug: Boolean(env.GOALIXA_DEBUG),
  }
}

/** BROWSER is a program that takes an address; a list of them, as some systems have it, begins with the best. */
function browserOf(env: Variables): { readonly browser?: string } {
  const named = env.BROWSER?.split(':')[0]
  if (named) return { browser: named }
  if (env.SSH_CONNECTION || env.SSH_TTY) return {}
  if (process.platform === 'darwin') return { browser: 'open' }
  return env.DISPLAY || env.WAYLAND_DISPLAY ? { browser: 'xdg-open' } : {}
}

/** React reads this when it is loaded; its other build is slower and keeps a record of every frame. */
export function preferProductionBuilds(env: Record<string, string | undefined> = process.env): void {
  env.NODE_ENV ||= 'production'
}
