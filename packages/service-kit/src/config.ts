/** Configuration comes from the environment, is read once in `main.ts`, and reports all its problems together. */
import * as z from 'zod'
import type { Where } from './http-service.ts'

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
    const said = given[key] === undefined ? 'is not set' : issue.message
    return `  ${key}: ${said}${about === undefined ? '' : ` (${about})`}`
  })
  throw new ConfigError(`The settings are not usable:\n${lines.join('\n')}`)
}

/** For `main.ts`: settings that are not usable are told on stderr, without a stack, and end the process with 1. */
export function withUsableSettings<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

/** A TCP port; 0 lets the system choose. */
export const Port = z.coerce.number().int().min(0).max(65_535)

/** Handed over by whoever started this process; below are the standard streams. */
const Inherited = z.coerce.number().int().min(3).max(1_000).optional()

/** What every service is told. */
export const serviceSettings = {
  PORT: Port.default(0).describe('public port; 0 lets the system choose'),
  METRICS_PORT: Port.default(0).describe('internal port for /metrics; 0 lets the system choose'),
  METRICS_HOST: z.string().default('127.0.0.1').describe('address of the internal port; never a public one'),
  HOST: z.string().default('127.0.0.1').describe('address to listen on'),
  LISTEN_FD: Inherited.describe('descriptor of a bound socket to listen on, instead of HOST and PORT'),
  METRICS_LISTEN_FD: Inherited.describe('the same for the internal port'),
  DRAIN_SECONDS: z.coerce
    .number()
    .min(0)
    .max(15)
    .default(0)
    .describe(
      'time to go on serving after SIGTERM, not ready, until balancers and kept connections have noticed',
    ),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('least level that is logged'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('OpenTelemetry collector that spans are sent to (OTLP over HTTP); none unless given'),
  OTEL_SERVICE_NAME: z
    .string()
    .max(200)
    .optional()
    .describe('name of the service in its spans; goalixa-auth, goalixa-app or goalixa-api unless given'),
}

/** Where a service listens, by its settings. */
export const whereToListen = (settings: {
  readonly HOST: string
  readonly PORT: number
  readonly LISTEN_FD?: number | undefined
  readonly METRICS_HOST: string
  readonly METRICS_PORT: number
  readonly METRICS_LISTEN_FD?: number | undefined
}): Where => ({
  host: settings.HOST,
  port: settings.PORT,
  fd: settings.LISTEN_FD,
  metricsHost: settings.METRICS_HOST,
  metricsPort: settings.METRICS_PORT,
  metricsFd: settings.METRICS_LISTEN_FD,
})

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

/** What a script that only migrates is told. @throws ConfigError */
export const readDatabaseUrl = (environment: Record<string, string | undefined>): string =>
  readConfig(z.object({ DATABASE_URL: databaseSettings.DATABASE_URL }), environment).DATABASE_URL
