/** The service over a database of its own, and that database to look into. */
import { openDatabase } from '@goalixa/service-kit/db'
import type { Database } from '@goalixa/service-kit/db'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { authSchema } from './migrations.ts'
import { startAuthForTests } from './testing.ts'
import type { AuthForTests } from './testing.ts'

export interface AuthWithDatabase {
  readonly auth: AuthForTests
  readonly database: Database
  /** The service first; then nobody needs the database, which is dropped. */
  close(): Promise<void>
}

export async function startAuthWithDatabase(now: () => Date): Promise<AuthWithDatabase> {
  const created = await createTestDatabase()
  const database = openDatabase({ url: created.url, schema: authSchema, poolSize: 2 })
  const auth = await startAuthForTests({ databaseUrl: created.url, now })
  return {
    auth,
    database,
    async close() {
      await auth.close()
      await database.close()
      await created.drop()
    },
  }
}
