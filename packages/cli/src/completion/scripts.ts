/** The code that a shell needs to complete words, made of all commands. */
import type { Shell } from '../prompt-scripts.ts'
import { bashCompletion } from './bash.ts'
import { commandTree } from './command-tree.ts'
import { fishCompletion } from './fish.ts'
import { zshCompletion } from './zsh.ts'

const printers = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }

/** `root`: the folder of this package. */
export async function completionScript(shell: Shell, root: string): Promise<string> {
  const { Config, settings } = await import('@oclif/core')
  // Node reads TypeScript itself; oclif must not look for a compiler.
  settings.enableAutoTranspile = false
  return printers[shell](commandTree(await Config.load({ root })))
}

/** How it stays. */
export function completionHint(shell: Shell): string {
  if (shell === 'fish')
    return [
      'To complete in every new fish, keep this code where fish looks for it:',
      '  goalixa completion fish > ~/.config/fish/completions/goalixa.fish',
    ].join('\n')
  const file = `~/.config/goalixa/completion.${shell}`
  return [
    `To complete in every new ${shell}, keep this code in a file:`,
    `  goalixa completion ${shell} > ${file}`,
    `and add this line to the end of ~/.${shell}rc${shell === 'zsh' ? ', after compinit' : ''}:`,
    `  source ${file}`,
  ].join('\n')
}
