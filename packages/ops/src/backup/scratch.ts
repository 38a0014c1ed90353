/** An empty PostgreSQL to try a backup in, which goes afterwards: nothing of the installation is touched. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '@goalixa/contracts/errors'
import { makeDatabase } from '@goalixa/service-kit/dump/scratch-database'
import { startEmbeddedPostgres } from '@goalixa/service-kit/embedded-postgres'

/**
 * `server`: where a database may be made; without, a server is started in a folder for temporary files.
 * @throws AppError `ops.backup_scratch`, `ops.backup_database`
 */
export async function inScratch<T>(
  server: string | undefined,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const scratch = server === undefined ? await ownServer() : await makeDatabase(server, nameOfDrill())
  try {
    return await work(scratch.url)
  } finally {
    await scratch.drop()
  }
}

const nameOfDrill = () => `goalixa_drill_${randomBytes(6).toString('hex')}`

async function ownServer(): Promise<{ url: string; drop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'goalixa-drill-'))
  try {
    const server = await startEmbeddedPostgres({ folder, durable: false })
    return {
      url: server.url,
      async drop() {
        await server.stop()
        await rm(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw new AppError('ops.backup_scratch', undefined, { cause: error })
  }
}
