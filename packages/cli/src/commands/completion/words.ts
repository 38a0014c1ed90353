import { Args } from '@oclif/core'
import * as z from 'zod'
import { kinds } from '../../completion/command-tree.ts'
import { namesOf } from '../../completion/names.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'

export default class CompletionWords extends GoalixaCommand {
  static override summary = 'Print the names that a shell completes, one a line'
  static override hidden = true
  static override examples = ['<%= config.bin %> completion words projects']
  static override args = {
    kind: Args.option({ options: kinds })({ description: 'of what', required: true, ignoreStdin: true }),
  }
  static override readonly output = async () => z.array(z.string())

  override async run(): Promise<void> {
    const { args } = await this.read(CompletionWords)
    // Somebody waits for it in the middle of a word: nothing is said, and nothing is asked of the server.
    const names = await namesOf(args.kind).catch((): string[] => [])
    this.print(names, names.join('\n'))
  }
}
