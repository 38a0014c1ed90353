/** A real registry on this machine, with its storage in a folder of its own. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const program = '/usr/bin/docker-registry'

/** Why tests with a real registry cannot run here; undefined when they can. */
export const registryMissing = existsSync(program) ? undefined : `${program} is not installed`

export interface RealRegistry {
  /** `127.0.0.1:40123` */
  readonly host: string
  /** The file that holds a blob, for damage. */
  readonly fileOf: (digest: string) => string
  readonly close: () => Promise<void>
}

export async function startRegistry(): Promise<RealRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'goalixa-registry-'))
  const host = `127.0.0.1:${await freePort()}`
  const config = {
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: folder }, cache: { blobdescriptor: 'inmemory' } },
    http: { addr: host },
  }
  const file = join(folder, 'config.yml')
  await writeFile(file, JSON.stringify(config))
  const child = spawn(program, ['serve', file], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const close = async () => {
    child.kill()
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  while (!(await answers(host))) {
    if (child.exitCode !== null) {
      await close()
      throw new Error(`docker-registry ended with ${child.exitCode}`)
    }
    await pause(20)
  }
  return {
    host,
    fileOf: (digest) => {
      const hex = digest.replace('sha256:', '')
      return join(folder, 'docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex, 'data')
    },
    close,
  }
}

const answers = async (host: string): Promise<boolean> =>
  fetch(`http://${host}/v2/`).then(
    ({ ok }) => ok,
    () => false,
  )

const freePort = async (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
