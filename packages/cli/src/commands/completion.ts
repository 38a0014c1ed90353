import { Args } from '@oclif/core'
import * as z from 'zod'
import { readEnvironment } from '../environment.ts'
import { UsageError } from '../failure.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { completionHint, completionScript } from '../completion/scripts.ts'
import { shellOf, shells } from '../prompt-scripts.ts'

export default class Completion extends GoalixaCommand {
  static override summary = 'Complete commands, flags and names in the shell with Tab'
  static override description =
    'Prints code for the shell. Names of clients, projects, labels, tasks, goals, habits and reminders come from the store on this device.'
  static override usage = 'completion [bash|zsh|fish]'
  static override examples = [
    'eval "$(<%= config.bin %> completion bash)"',
    '<%= config.bin %> completion fish > ~/.config/fish/completions/goalixa.fish',
  ]
  static override args = {
    shell: Args.option({ options: shells })({
      description: 'the shell; the one of $SHELL unless said',
      ignoreStdin: true,
    }),
  }
  static override readonly output = z.object({ shell: z.enum(shells), script: z.string() })

  override async run(): Promise<void> {
    const { args } = await this.read(Completion)
    const shell = args.shell ?? shellOf(readEnvironment().shell)
    if (shell === undefined) throw new UsageError('Which shell?', 'goalixa completion bash, or zsh, or fish')
    const script = await completionScript(shell, this.config.root)
    this.print({ shell, script }, script.trimEnd())
    // A shell that evaluates it must stay quiet: the words are for whoever looks at the code.
    if (this.terminal.width !== undefined) this.terminal.say(completionHint(shell))
  }
}
