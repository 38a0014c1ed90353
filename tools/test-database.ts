/**
 * One PostgreSQL for the whole test run, with a migrated template that test files copy.
 * With DATABASE_URL the given server is used; without, an embedded one in a temporary folder.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '@goalixa/service-kit/embedded-postgres'
import { migrate } from '@goalixa/service-kit/migrate'
import { schemas } from './schemas.ts'

/** @public called by vitest, once per run */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await databaseServer()
  const template = `goalixa_template_${process.pid}`
  await execute(server.url, `create database ${template}`)
  const url = new URL(server.url)
  url.pathname = `/${template}`
  for (const { schema, folder } of schemas) await migrate({ url: url.href, schema, folder })
  project.provide('databaseServer', server.url)
  project.provide('databaseTemplate', template)
  return async () => {
    await execute(server.url, `drop database ${template}`)
    await server.stop()
  }
}

async function databaseServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env['DATABASE_URL']
  if (given) return { url: given, stop: async () => undefined }
  const folder = await mkdtemp(join(tmpdir(), 'goalixa-test-'))
  const postgres = await startEmbeddedPostgres({ folder, durable: false })
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
