/** Which databases a backup is of, and who can open it: from flags, files and the environment. */
import { readFile } from 'node:fs/promises'
import { AppError } from '@goalixa/contracts/errors'
import type { Key, Lock } from '@goalixa/ops/backup/keys'
import { filesOf, openForReading } from '@goalixa/ops/backup/data-folder'
import type { Header } from '@goalixa/ops/backup/format'
import { endings } from '../endings.ts'
import type { Environment } from '../environment.ts'
import { UsageError } from '../failure.ts'
import { namedValues } from '../ops-command.ts'

const schemas = ['auth', 'app'] as const
type Urls = (schema: string) => string

export interface Source {
  readonly urlOf: Urls
  /** `embedded`, or the address without its password. */
  readonly name: string
  readonly files: Header['files']
  close(): Promise<void>
}

/** The databases that were named, else that of the data folder. */
export async function openSource(
  named: readonly string[] | undefined,
  { databases }: Pick<Environment, 'databases'>,
  folder: string,
): Promise<Source> {
  const urlOf = urlsIn('database', named) ?? urlsOfEnvironment(databases)
  if (urlOf !== undefined) return { urlOf, name: addressOf(urlOf), files: [], close: async () => undefined }
  const { url, close } = await openForReading(folder)
  return { urlOf: () => url, name: 'embedded', files: await filesOf(folder), close }
}

/** `URL` for all, or `auth=URL` and `app=URL`. */
export function urlsIn(flag: string, values: readonly string[] | undefined): Urls | undefined {
  if (values === undefined || values.length === 0) return undefined
  if (values.length === 1 && isAddress(values[0]!)) return () => values[0]!
  const byName = namedValues(flag, values, schemas)
  for (const schema of schemas)
    if (!isAddress(byName[schema] ?? ''))
      throw new UsageError(`--${flag} says no address for ${schema}`, `--${flag} auth=URL --${flag} app=URL`)
  return (schema) => byName[schema]!
}

function urlsOfEnvironment({ all, auth = all, app = all }: Environment['databases']): Urls | undefined {
  if (auth === undefined && app === undefined) return undefined
  if (auth === undefined || app === undefined)
    throw new UsageError('only one of two databases is named', 'set AUTH_DATABASE_URL and APP_DATABASE_URL')
  return (schema) => (schema === 'auth' ? auth : app)
}

const isAddress = (text: string) => /^postgres(?:ql)?:\/\//.test(text) && URL.canParse(text)

/** Never with its password. */
export const addressOf = (urlOf: Urls): string =>
  [...new Set(schemas.map((schema) => new URL(urlOf(schema))))]
    .map(({ host, pathname }) => `${host}${pathname}`)
    .filter((address, index, all) => all.indexOf(address) === index)
    .join(', ')

interface KeyFlags {
  readonly identity?: string | undefined
  readonly 'passphrase-file'?: string | undefined
}

export async function keyFrom(flags: KeyFlags): Promise<Key | undefined> {
  if (flags.identity !== undefined) return { identities: await secretIn(flags.identity) }
  return passphraseFrom(flags)
}

/** What a new backup is closed with. */
export async function lockFrom(
  flags: KeyFlags & { readonly recipient?: readonly string[] | undefined },
): Promise<Lock> {
  const passphrase = await passphraseFrom(flags)
  const recipients = flags.recipient ?? []
  if (passphrase !== undefined && recipients.length > 0)
    throw new UsageError('a backup has recipients or a passphrase, not both', 'leave one of them out')
  if (passphrase === undefined && recipients.length === 0)
    throw new UsageError(
      'who may open the backup?',
      'goalixa ops backup --keygen FILE makes a key, then: --recipient age1…',
    )
  return passphrase ?? { recipients }
}

async function passphraseFrom(flags: KeyFlags): Promise<{ passphrase: string } | undefined> {
  const file = flags['passphrase-file']
  if (file === undefined) return undefined
  const passphrase = (await secretIn(file)).split('\n')[0]!.trim()
  if (passphrase.length < 12)
    throw new UsageError(`the passphrase in ${file} is shorter than 12 characters`, 'take a longer one')
  return { passphrase }
}

async function secretIn(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(`${file} cannot be read: ${code ?? String(error)}`, 'check the path')
  }
}

/** Ctrl-C ends it in order: nothing half is left. */
export async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const ended = endings()
  ended.signal.addEventListener('abort', () => {
    controller.abort(
      new AppError('ops.interrupted', 'stopped before its end; nothing was changed or left behind', {
        try: 'run it again',
      }),
    )
  })
  try {
    return await work(controller.signal)
  } finally {
    ended.release()
  }
}
