/** The database schemas of the product: each belongs to one service. */
import { fileURLToPath } from 'node:url'

const migrationsOf = (service: string) => ({
  schema: service,
  folder: fileURLToPath(new URL(`../packages/${service}/migrations`, import.meta.url)),
})

export const schemas = [migrationsOf('auth'), migrationsOf('app')]
