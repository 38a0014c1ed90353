/** One process at a time, by a file that only one of them can create. */
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { AppError } from '@goalixa/contracts/errors'

interface LockOptions {
  /** A lock this old was left behind, whatever its process says; milliseconds. */
  readonly staleMs?: number
  readonly patienceMs?: number
  readonly wait?: (ms: number) => Promise<void>
}

const pauseMs = 40

/** Runs `run` while holding the lock file `path`. Throws `service.unavailable` when it stays taken. */
export async function withFileLock<Result>(
  path: string,
  run: () => Promise<Result>,
  options: LockOptions = {},
): Promise<Result> {
  // Longer than a refresh with its retry may take, so that a slow server does not look like a dead process.
  const { staleMs = 30_000, patienceMs = 35_000 } = options
  const wait = options.wait ?? ((ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)))
  const mark = JSON.stringify([hostname(), process.pid, crypto.randomUUID()])
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  for (let waited = 0; !(await take(path, mark)); waited += pauseMs) {
    const holder = await markOf(path)
    if (await isLeftBehind(path, holder, staleMs)) await putAside(path, holder)
    else if (waited <= patienceMs) await wait(pauseMs)
    else
      throw new AppError('service.unavailable', 'Another goalixa command holds the session file', {
        try: `remove ${path} if none is running`,
      })
  }
  try {
    return await run()
  } finally {
    // Ours may have gone stale and been taken over: leave the lock of another process alone.
    if ((await markOf(path)) === mark) await rm(path, { force: true })
  }
}

async function take(path: string, mark: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(mark)
    } finally {
      await file.close()
    }
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

const markOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '')

async function isLeftBehind(path: string, mark: string, staleMs: number): Promise<boolean> {
  const age = await stat(path).then(
    (file) => Date.now() - file.mtimeMs,
    () => 0,
  )
  if (age > staleMs) return true
  const [, host, pid] = /^\["([^"]*)",(\d+),/.exec(mark) ?? []
  // A home folder may be mounted on several machines: only here does the number name our process.
  return host === hostname() && !isAlive(Number(pid))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Only one of two that see the same old lock may clear it; a new lock that was caught by mistake is put back. */
async function putAside(path: string, mark: string): Promise<void> {
  const aside = `${path}.${crypto.randomUUID()}`
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  )
  if (!moved) return
  if ((await markOf(aside)) !== mark) await link(aside, path).catch(() => undefined)
  await rm(aside, { force: true })
}
