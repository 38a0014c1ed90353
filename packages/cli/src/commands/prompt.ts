import { Instant } from '@goalixa/contracts/primitives'
import { toInstantText } from '@goalixa/domain/calendar'
import { Args, Flags } from '@oclif/core'
import * as z from 'zod'
import { readEnvironment } from '../environment.ts'
import { UsageError } from '../failure.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { installWords, promptScripts, shellOf, shells } from '../prompt-scripts.ts'
import { readPromptState, segmentText } from '../prompt-state.ts'

export default class Prompt extends GoalixaCommand {
  static override summary = 'Show what runs in the prompt of the shell'
  static override description =
    'With --install it prints code for the shell, which then shows what runs without starting anything. Without, it prints once what the prompt shows.'
  static override usage = ['prompt', 'prompt --install [bash|zsh|fish]']
  static override examples = [
    'eval "$(<%= config.bin %> prompt --install bash)"',
    '<%= config.bin %> prompt --install fish | source',
  ]
  static override args = {
    shell: Args.option({ options: shells })({
      description: 'the shell; the one of $SHELL unless said',
      ignoreStdin: true,
    }),
  }
  static override flags = {
    install: Flags.boolean({ description: 'print the code for the shell' }),
  }
  static override readonly output = z.union([
    z.object({ text: z.string(), running: z.object({ start: Instant, text: z.string() }).nullable() }),
    z.object({ shell: z.enum(shells), script: z.string() }),
  ])

  override async run(): Promise<void> {
    const { args, flags } = await this.read(Prompt)
    // No session, settings or store: a shell that starts waits for this.
    const { shell: own, stateDir } = readEnvironment()
    if (flags.install) {
      const shell = args.shell ?? shellOf(own)
      if (shell === undefined)
        throw new UsageError('Which shell?', 'goalixa prompt --install bash, or zsh, or fish')
      this.print({ shell, script: promptScripts[shell] }, promptScripts[shell].trimEnd())
      // A shell that evaluates it must stay quiet: the words are for whoever looks at the code.
      if (this.terminal.width !== undefined) this.terminal.say(installWords(shell))
      return
    }
    if (args.shell !== undefined)
      throw new UsageError('A shell goes with --install', `goalixa prompt --install ${args.shell}`)
    const state = readPromptState(stateDir)
    const text = segmentText(state, Math.floor(Date.now() / 1000))
    const running = state === null ? null : { start: toInstantText(state.start), text: state.text }
    this.print({ text, running }, text)
  }
}
