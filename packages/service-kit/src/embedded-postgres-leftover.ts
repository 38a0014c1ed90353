/** How a server of PostgreSQL ends, ours or one that a killed run left on the data folder. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** A killed supervisor leaves its server running on the folder; it must end before another may start. */
export async function stopLeftOver(data: string): Promise<void> {
  const file = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => undefined)
  const pid = Number(file?.split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0 || !(await isPostgresOn(pid, data))) return
  await endServer(pid, () => !isAlive(pid))
}

/** A fast shutdown asked for while the server recovers from a crash never ends; one in good order takes less. */
const fastShutdownMs = 5_000

/** Ends all sessions and the server; what was committed is safe. */
export async function endServer(pid: number, hasEnded: () => boolean): Promise<void> {
  if (hasEnded()) return
  // SIGINT is PostgreSQL's fast shutdown: sessions are ended, the last checkpoint is written.
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + fastShutdownMs
  let isAskedToHurry = false
  while (!hasEnded()) {
    await setTimeout(10)
    if (isAskedToHurry || Date.now() < deadline || hasEnded()) continue
    // Without the checkpoint: the next start reads the log of changes again.
    process.kill(pid, 'SIGQUIT')
    isAskedToHurry = true
  }
}

async function isPostgresOn(pid: number, data: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
  // The number may belong to another program by now.
  return command === undefined ? process.platform !== 'linux' : command.includes(data)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
