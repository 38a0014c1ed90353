/** Where the schema of this service is written. */
import { fileURLToPath } from 'node:url'

export const authSchema = 'auth'
export const authMigrations = fileURLToPath(new URL('../migrations', import.meta.url))
