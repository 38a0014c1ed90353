/** Brings the schema up to date and ends: what a rollout runs before the new version. */
import { fileURLToPath } from 'node:url'
import { readDatabaseUrl, withUsableSettings } from '@goalixa/service-kit/config'
import { createLogger } from '@goalixa/service-kit/log'
import { migrate } from '@goalixa/service-kit/migrate'

const log = createLogger({ service: 'app', level: 'info' })
const folder = fileURLToPath(new URL('../migrations', import.meta.url))
const url = withUsableSettings(() => readDatabaseUrl(process.env))
const applied = await migrate({ url, schema: 'app', folder })
log.info({ applied }, applied.length === 0 ? 'nothing to migrate' : 'migrated')
