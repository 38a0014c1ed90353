/** What all commands share: global flags, wiring, results as text or JSON, failures as words and exit codes. */
import { Command } from '@oclif/core/command'
import * as Flags from '@oclif/core/flags'
import type { Interfaces } from '@oclif/core'
import { AppError } from '@goalixa/contracts/errors'
import type * as z from 'zod'
import type { DryRun } from './dry-run.ts'
import { processTerminal } from './output/process-terminal.ts'
import { safeText } from './output/safe-text.ts'
import type { Terminal } from './output/terminal.ts'
import type { Selection } from './selection.ts'
import { wantsAccessible, wantsJson, wantsPart } from './wants-json.ts'
import { wire } from './wiring.ts'
import type { Wiring } from './wiring.ts'
import { oclifConfig } from './oclif-config.ts'

type Values = Interfaces.OutputFlags<Interfaces.FlagInput>

interface Change<Row> {
  /** The verb of the store: `timer.start`. */
  readonly would: string
  readonly input: unknown
  readonly flags: { readonly 'dry-run'?: boolean; readonly yes?: boolean }
  /** Reasons to ask before doing it, as sentences. */
  readonly doubts?: readonly string[] | undefined
  /** With `--dry-run`, instead of what would be sent. */
  readonly tried?: string
  readonly run: () => Promise<Row>
  readonly words: (row: Row) => string
}

export abstract class GoalixaCommand extends Command {
  static override baseFlags = {
    json: Flags.boolean({ description: 'print one JSON document', helpGroup: 'global' }),
    accessible: Flags.boolean({
      description: 'plain words: no pictures, no colours, nothing cut',
      helpGroup: 'global',
    }),
    fields: Flags.string({
      description: 'print these fields of that document, or of the items of a list',
      helpGroup: 'global',
      helpValue: 'NAME,…',
    }),
    jq: Flags.string({
      description: 'print what jq makes of that document',
      helpGroup: 'global',
      helpValue: 'EXPRESSION',
    }),
  }

  /** The schema of what `--json` prints; a function where a command that is typed all day must not wait for it. */
  static readonly output: z.ZodType | (() => Promise<z.ZodType>) | undefined

  /** With `--fields` or `--jq`: the documents, of which a part is printed in the end. */
  readonly #whole: unknown[] | undefined = wantsPart(this.argv) ? [] : undefined
  #select: Selection | undefined
  readonly terminal: Terminal = this.#terminal()
  #wiring: Wiring | undefined

  /**
   * The flags, the free words in the order they were typed (oclif sorts equal words together), and what
   * came after `--`, which is text whatever it looks like.
   */
  protected async read<F extends Values, B extends Values, A extends Values>(
    definition: Interfaces.Input<F, B, A>,
  ) {
    const argv = this.argv
    const cut = definition.strict === false ? argv.indexOf('--') : -1
    const head = cut < 0 ? argv : argv.slice(0, cut)
    const parsed = await this.parse(definition, head)
    if (this.#whole !== undefined)
      await this.#understandPart(parsed.flags as { fields?: string; jq?: string })
    const words = parsed.raw.flatMap((token) => (token.type === 'arg' ? [token.input] : []))
    return {
      flags: parsed.flags,
      args: parsed.args,
      words,
      verbatim: cut < 0 ? undefined : argv.slice(cut + 1),
    }
  }

  /** Runs it without oclif's search for commands and plugins. `root`: the folder of this package. */
  static async launch(id: string, argv: readonly string[], root: string): Promise<void> {
    this.id = id
    const Launched = this as unknown as new (
      ...given: ConstructorParameters<typeof Command>
    ) => GoalixaCommand
    const command = new Launched([...argv], oclifConfig(root))
    try {
      await command.run()
    } catch (error) {
      await command.catch(error)
    } finally {
      await command.finally()
    }
  }

  /** oclif's own warns of commands that are no longer to be used, and loads the help to know. */
  protected override async init(): Promise<void> {}

  protected async open(flags: { readonly zone?: string | undefined } = {}): Promise<Wiring> {
    this.#wiring ??= await wire({
      zone: flags.zone,
      say: (words) => this.terminal.say(words),
    })
    return this.#wiring
  }

  #terminal(): Terminal {
    const whole = this.#whole
    const own = processTerminal(whole !== undefined || wantsJson(this.argv), wantsAccessible(this.argv))
    return whole === undefined
      ? own
      : Object.assign(own, { document: (value: unknown) => void whole.push(value) })
  }

  /** Before anything is done: an expression with a mistake changes nothing. */
  async #understandPart(flags: { readonly fields?: string; readonly jq?: string }): Promise<void> {
    const { output } = this.constructor as typeof GoalixaCommand
    const { createSelection } = await import('./selection.ts')
    this.#select = await createSelection(flags, (typeof output === 'function' ? await output() : output)!)
  }

  async #printPart(): Promise<void> {
    for (const document of this.#whole?.splice(0) ?? []) {
      const text = this.#select?.(document) ?? ''
      if (text !== '') this.terminal.result(this.terminal.width === undefined ? text : safeText(text))
    }
  }

  protected print(value: unknown, words: string): void {
    if (this.terminal.json) this.terminal.document(value)
    else if (words !== '') this.terminal.result(words)
  }

  /** A write: shows it with `--dry-run`, asks when something is doubtful, then does it and prints the row. */
  protected async change<Row>(given: Change<Row>): Promise<void> {
    const { would, input, flags, doubts = [], tried, run, words } = given
    if (flags['dry-run'] === true) {
      const { dryRunWords } = await import('./dry-run.ts')
      const plan: DryRun = { dryRun: true, would, input: input ?? null }
      for (const doubt of doubts) this.terminal.say(`${doubt}: this would need --yes`)
      return this.print(plan, tried ?? dryRunWords(plan))
    }
    if (doubts.length > 0) await this.confirm(doubts.join('; '), flags.yes)
    const row = await run()
    this.print(row, words(row))
  }

  /** Throws `input.unconfirmed` unless somebody says yes. */
  protected async confirm(doubt: string, yes = false): Promise<void> {
    if (yes) return
    const { askYesNo } = await import('./ask.ts')
    const answer = this.terminal.interactive && (await askYesNo(`${doubt}. Go on?`))
    if (!answer) throw new AppError('input.unconfirmed', doubt)
  }

  protected override async catch(error: unknown): Promise<void> {
    // Nothing was parsed when the command was typed wrong; oclif must not warn about that.
    this.parsed = true
    const { reportFailure } = await import('./report-failure.ts')
    // A part of a document is for a variable of a script: a failure must not end up in there.
    const terminal = this.#whole === undefined ? this.terminal : processTerminal(false)
    reportFailure(error, terminal, this.id?.replaceAll(':', ' '))
  }

  protected override async finally(): Promise<void> {
    try {
      if (this.#whole !== undefined) await this.#printPart()
    } catch (error) {
      await this.catch(error)
    }
    await this.#wiring?.finish()
  }
}
