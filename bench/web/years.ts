/** The data of somebody who has used the product for a year, written by another device of theirs. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from '@goalixa/client/client'
import { createHttpTransport } from '@goalixa/client/http'
import { createTokenTransport } from '@goalixa/client/signed-in'
import type { Draft } from '@goalixa/replica/replica'
import { openReplica } from '@goalixa/replica/replica'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import { syncReplica } from '@goalixa/replica/sync'
import { newId } from '../../packages/cli/src/new-id.ts'
import type { Person } from '../people.ts'

const entries = 10_000
const tasks = 2_000
/** As many as one operation may hold without being cut. */
const together = 200

export async function writeYears(url: string, { userId, accessToken }: Person): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'goalixa-bench-'))
  const http = createHttpTransport({ baseUrl: url, userAgent: 'goalixa-bench' })
  const client = createClient(createTokenTransport(http.send, accessToken))
  const replica = await openReplica({
    storage: openSqliteStorage({ path: join(folder, 'store.sqlite') }),
    userId,
    now: Date.now,
    random: (bytes) => randomBytes(bytes),
  })
  const writeMany = async (kind: string, count: number, one: (draft: Draft, at: number) => void) => {
    for (let first = 0; first < count; first += together)
      await replica.write(kind, async (draft) => {
        for (let at = first; at < Math.min(first + together, count); at++) one(draft, at)
      })
  }
  const labels = Array.from({ length: 12 }, newId)
  const projects = Array.from({ length: 40 }, newId)
  await replica.write('labels.create', async (draft) => {
    for (const [at, id] of labels.entries()) draft.patch('labels', id, { name: `label ${at}` })
    for (const [at, id] of projects.entries()) draft.patch('projects', id, { name: `project ${at}` })
  })
  await writeMany('tasks.create', tasks, (draft, at) =>
    draft.patch('tasks', newId(), { title: `read chapter ${at}`, projectId: projects[at % 40]! }),
  )
  const now = Math.floor(Date.now() / 1000) - 3600
  await writeMany('timeEntries.create', entries, (draft, at) => {
    const start = now - (entries - at) * 3000
    draft.patch('timeEntries', newId(), {
      span: { start, end: start + 2400, zone: 'Europe/Berlin' },
      description: `entry ${at % 300}`,
      projectId: projects[at % 40]!,
      [`label:${labels[at % 12]!}`]: true,
    })
  })
  await syncReplica(replica, (body) => client.sync.exchange({ body }), { delay: (ms) => pause(ms) })
  const { pending } = await replica.status()
  if (pending > 0) throw new Error(`${pending} operations were not taken`)
  await replica.close()
  await rm(folder, { recursive: true })
}
