/** Brings the schema up to date and ends: what a rollout runs before the new version. */
import { readDatabaseUrl, withUsableSettings } from '@goalixa/service-kit/config'
import { createLogger } from '@goalixa/service-kit/log'
import { migrate } from '@goalixa/service-kit/migrate'
import { authMigrations, authSchema } from './migrations.ts'

const log = createLogger({ service: 'auth', level: 'info' })
const url = withUsableSettings(() => readDatabaseUrl(process.env))
const applied = await migrate({ url, schema: authSchema, folder: authMigrations })
log.info({ applied }, applied.length === 0 ? 'nothing to migrate' : 'migrated')
