/** What the help of every command says, as data: manual pages and the page in the documents are printed from it. */
import { join } from 'node:path'
import { Config, settings } from '@oclif/core'
import { root } from '../features.ts'

export interface CommandPage {
  /** As typed: `task add`. */
  readonly name: string
  readonly summary: string
  readonly description: string
  readonly usage: readonly string[]
  readonly aliases: readonly string[]
  readonly args: readonly Described[]
  readonly flags: readonly Described[]
  readonly examples: readonly string[]
}

interface Described {
  /** `-p, --project NAME` */
  readonly name: string
  readonly about: string
}

type Command = Config['commands'][number]
type Flag = Command['flags'][string]

/** In the order of the alphabet; aliases are named by their command. */
export async function commandPages(): Promise<CommandPage[]> {
  settings.enableAutoTranspile = false
  const config = await Config.load({ root: join(root, 'packages', 'cli') })
  const aliases = new Set(config.commands.flatMap((command) => command.aliases))
  return config.commands
    .filter(({ id, hidden }) => !hidden && !aliases.has(id))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(pageOf)
}

function pageOf(command: Command): CommandPage {
  const name = command.id.replaceAll(':', ' ')
  const flags = Object.values(command.flags).filter(({ hidden }) => !hidden)
  const args = Object.values(command.args)
  return {
    name,
    summary: filled(command.summary),
    description: filled(command.description),
    usage: usageOf(command, name),
    aliases: command.aliases.map((alias) => alias.replaceAll(':', ' ')),
    args: args.map((arg) => ({ name: arg.name.toUpperCase(), about: aboutOf(arg.description, arg.options) })),
    flags: flags.map((flag) => ({
      name: flagName(flag),
      about: aboutOf(flag.summary ?? flag.description, flag.type === 'option' ? flag.options : undefined),
    })),
    examples: (command.examples ?? []).map((example) =>
      filled(typeof example === 'string' ? example : example.command),
    ),
  }
}

function usageOf(command: Command, name: string): string[] {
  const given = typeof command.usage === 'string' ? [command.usage] : (command.usage ?? [])
  if (given.length > 0) return given.map((line) => `goalixa ${filled(line)}`)
  const args = Object.values(command.args).map((arg) => {
    const word = arg.name.toUpperCase()
    return arg.required === true ? word : `[${word}]`
  })
  return [['goalixa', name, ...args, '[FLAGS]'].join(' ')]
}

function flagName(flag: Flag): string {
  const { char, name } = flag
  const letter = char === undefined ? '' : `-${char}, `
  if (flag.type === 'boolean') return `${letter}--${flag.allowNo ? '[no-]' : ''}${name}`
  const value = typeof flag.helpValue === 'string' ? flag.helpValue : name.toUpperCase()
  return `${letter}--${name} ${value}`
}

const aboutOf = (description: string | undefined, options: readonly string[] | undefined): string =>
  filled(description) + (options === undefined || options.length === 0 ? '' : ` (${options.join(', ')})`)

const filled = (text: string | undefined): string =>
  (text ?? '').replaceAll('<%= config.bin %>', 'goalixa').trim()
