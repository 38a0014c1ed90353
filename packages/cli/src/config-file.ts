/** The config file: what `goalixa config` keeps. Flags and environment come before it. */
import { join } from 'node:path'
import { isZone } from '@goalixa/contracts/zones'
import { UsageError } from './failure.ts'
import { readPrivateFile, writePrivateFile } from './private-file.ts'

export const configKeys = ['apiUrl', 'zone', 'weekStart'] as const
export type ConfigKey = (typeof configKeys)[number]

export const defaultApiUrl = 'http://127.0.0.1:8080'

export interface Config {
  readonly apiUrl?: string
  readonly zone?: string
  readonly weekStart?: number
}

const pathOf = (configDir: string) => join(configDir, 'config.json')

/** Throws `UsageError` naming the key that is wrong. */
export async function readConfig(configDir: string): Promise<Config> {
  const text = await readPrivateFile(pathOf(configDir))
  if (text === undefined) return {}
  let stored: unknown
  try {
    stored = JSON.parse(text)
  } catch {
    throw new UsageError(`${pathOf(configDir)} is not valid JSON`, 'correct or remove it')
  }
  if (typeof stored !== 'object' || stored === null)
    throw new UsageError(`${pathOf(configDir)} is no object`, 'remove it')
  const entries = configKeys.flatMap((key) => {
    const value = (stored as Record<string, unknown>)[key]
    return value === undefined ? [] : [[key, parseConfigValue(key, value)]]
  })
  return Object.fromEntries(entries) as Config
}

export async function writeConfig(configDir: string, config: Config): Promise<void> {
  await writePrivateFile(pathOf(configDir), `${JSON.stringify(config, null, 2)}\n`)
}

/** The value as it is kept; throws `UsageError` when it does not fit the key. */
export function parseConfigValue(key: ConfigKey, value: unknown): string | number {
  const parsed = readers[key](value)
  if (parsed !== undefined) return parsed
  throw new UsageError(`${key} cannot be ${JSON.stringify(value)}`, hints[key])
}

/** By hand: every command reads these, and a library of schemas takes longer to load than all of this. */
const readers: Readonly<Record<ConfigKey, (value: unknown) => string | number | undefined>> = {
  apiUrl: (value) => (typeof value === 'string' && /^https?:/.test(value) ? tidyUrl(value) : undefined),
  zone: (value) => (typeof value === 'string' && value.length <= 64 && isZone(value) ? value : undefined),
  weekStart: (value) => {
    const day = typeof value === 'string' && value !== '' ? Number(value) : value
    return Number.isInteger(day) && Number(day) >= 1 && Number(day) <= 7 ? Number(day) : undefined
  },
}

const hints: Readonly<Record<ConfigKey, string>> = {
  apiUrl: 'write it as http://127.0.0.1:8080',
  zone: 'write an IANA time zone such as Europe/Berlin',
  weekStart: 'write 1 for Monday to 7 for Sunday',
}

/** The same installation must give the same key in the session file. */
function tidyUrl(text: string): string | undefined {
  const url = URL.parse(text)
  if (url === null) return undefined
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
