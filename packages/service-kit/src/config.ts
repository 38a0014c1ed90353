/** Configuration comes from the environment, is read once in `main.ts`, and reports all its problems together. */
import * as z from 'zod'

/** The settings a service was started with are not usable; `message` lists every one of them. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Reads settings by their schema. Empty variables count as absent.
 * @throws ConfigError naming every setting at fault, never a value
 */
export function readConfig<Shape extends z.ZodObject>(
  schema: Shape,
  environment: Record<string, string | undefined>,
): z.output<Shape> {
  const given = Object.fromEntries(
    Object.keys(schema.shape).flatMap((key) => (environment[key] ? [[key, environment[key]]] : [])),
  )
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const lines = result.error.issues.map((issue) => {
    const key = String(issue.path[0] ?? 'settings')
    const about = (schema.shape[key] as z.ZodType | undefined)?.description
    return `  ${key}: ${issue.message}${about === undefined ? '' : ` (${about})`}`
  })
  throw new ConfigError(`The settings are not usable:\n${lines.join('\n')}`)
}

/** A TCP port; 0 lets the system choose. */
export const Port = z.coerce.number().int().min(0).max(65_535)

/** What every service is told. */
export const serviceSettings = {
  PORT: Port.default(0).describe('public port; 0 lets the system choose'),
  METRICS_PORT: Port.default(0).describe('internal port for /metrics; 0 lets the system choose'),
  METRICS_HOST: z.string().default('127.0.0.1').describe('address of the internal port; never a public one'),
  HOST: z.string().default('127.0.0.1').describe('address to listen on'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('least level that is logged'),
}

/** What a service that checks access tokens is told. */
export const tokenSettings = {
  AUTH_URL: z.url().describe('base URL of the auth service, where the public keys are read'),
  TOKEN_ISSUER: z.string().default('goalixa-auth').describe('issuer that access tokens must name'),
}

/** What a service with a database is told. */
export const databaseSettings = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).describe('PostgreSQL connection URL'),
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10).describe('connections kept at most'),
}
