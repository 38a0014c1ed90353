/**
 * oclif loads every command to know them all, which takes longer than most commands run. One that is typed
 * as its file is called needs only that file; for help, aliases and mistakes all are loaded.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Interfaces } from '@oclif/core'

type LoadOptions = Exclude<Interfaces.LoadOptions, string | undefined>

const target = './src/commands'
/** It reads the others. */
const needsAll = 'schema'

/** `root`: the folder of this package. */
export function loadOptionsFor(argv: readonly string[], root: string): LoadOptions {
  const file = commandFile(argv, (path) => existsSync(join(root, target, path)))
  if (file === undefined) return { root }
  const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Interfaces.PJSON
  const commands = { strategy: 'pattern' as const, target, globPatterns: [file] }
  return { root, pjson: { ...pjson, oclif: { ...pjson.oclif, commands } } }
}

/** `auth token list --json` is `auth/token/list.ts`, when there is such a file. */
export function commandFile(argv: readonly string[], exists: (path: string) => boolean): string | undefined {
  const end = argv.findIndex((word) => !/^[a-z]+$/.test(word))
  const words = argv.slice(0, Math.min(3, end < 0 ? argv.length : end))
  for (let count = words.length; count > 0; count -= 1) {
    const file = `${words.slice(0, count).join('/')}.ts`
    if (exists(file)) return file === `${needsAll}.ts` ? undefined : file
  }
  return undefined
}
