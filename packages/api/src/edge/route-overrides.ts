/** What an operator changes of the route table without a new version: a JSON file, read whole and checked whole. */
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { rateClasses } from '@goalixa/contracts/route'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { ConfigError } from '@goalixa/service-kit/config'
import type { Logger } from '@goalixa/service-kit/log'

/** A route as the gateway serves it. */
export interface EdgeRoute extends NamedRoute {
  /** Answered with 503, and never passed on. */
  readonly isOff?: boolean
}

const Override = z.strictObject({
  timeoutMs: z.int().min(100).max(300_000).optional(),
  bodyLimit: z
    .int()
    .min(0)
    .max(64 * 1024 * 1024)
    .optional(),
  priority: z.enum(['low', 'normal', 'high']).optional(),
  rateClass: z.enum(rateClasses).optional(),
  off: z.boolean().optional(),
})
/** By the id of the route, such as `timeEntries.list`. */
const Overrides = z.record(z.string(), Override)

/** @throws ConfigError naming everything that is wrong with the file */
function readOverrides(file: string, table: readonly NamedRoute[]): z.output<typeof Overrides> {
  const result = Overrides.safeParse(parsed(file))
  if (!result.success)
    throw refused(
      file,
      result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    )
  const ids = new Set(table.map(({ id }) => id))
  const unknown = Object.keys(result.data).filter((id) => !ids.has(id))
  if (unknown.length > 0)
    throw refused(
      file,
      unknown.map((id) => `${id}: there is no such route`),
    )
  return result.data
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw refused(file, [(error as Error).message])
  }
}

const refused = (file: string, problems: readonly string[]) =>
  new ConfigError(`The routes in ${file} are not usable:\n${problems.map((line) => `  ${line}`).join('\n')}`)

/** The table with what the file says; the table itself without a file. @throws ConfigError */
function overriddenTable(table: readonly NamedRoute[], file: string | undefined): readonly EdgeRoute[] {
  if (file === undefined) return table
  const overrides = readOverrides(file, table)
  return table.map((route) => {
    const override = overrides[route.id]
    if (override === undefined) return route
    const { off = false, ...given } = override
    const spec = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
    return { ...route, spec: { ...route.spec, ...spec }, isOff: off }
  })
}

export type ReloadOutcome = 'reloaded' | 'refused'

interface ReloadOptions<Handler> {
  readonly table: readonly NamedRoute[]
  readonly file: string | undefined
  /** Makes a handler of a table. @throws Error when the table is not usable */
  readonly handlerOf: (table: readonly EdgeRoute[]) => Handler
  readonly log: Logger
  readonly onReload: (outcome: ReloadOutcome) => void
}

/**
 * The handler of the table as it is now. `reload` reads the file again and replaces the handler in one step: a request is
 * served by the table that was there when it came. A file that is not usable changes nothing.
 * @throws ConfigError at once when the file is not usable at the start
 */
export function createReloadable<Handler>({ table, file, handlerOf, log, onReload }: ReloadOptions<Handler>) {
  let handler = handlerOf(overriddenTable(table, file))
  return {
    current: (): Handler => handler,
    reload(): ReloadOutcome {
      let outcome: ReloadOutcome = 'reloaded'
      try {
        handler = handlerOf(overriddenTable(table, file))
        log.info({ file }, 'routes reloaded')
      } catch (error) {
        outcome = 'refused'
        log.error({ file, reason: (error as Error).message }, 'routes not reloaded: those of before go on')
      }
      onReload(outcome)
      return outcome
    },
  }
}
