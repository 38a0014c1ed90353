import * as z from 'zod'
import { DryRun } from '../dry-run.ts'
import { UsageError } from '../failure.ts'
import { FailureDocument } from '../failure-document.ts'
import { GoalixaCommand } from '../goalixa-command.ts'

export default class Schema extends GoalixaCommand {
  static override summary = 'Print the JSON Schema of what a command prints with --json'
  static override usage = 'schema COMMAND'
  static override examples = ['<%= config.bin %> schema report', '<%= config.bin %> schema entries list']
  static override strict = false
  static override readonly output = z.record(z.string(), z.unknown())

  override async run(): Promise<void> {
    const { words } = await this.read(Schema)
    if (words.length === 0) throw new UsageError('Which command?', 'goalixa schema report')
    const command = await this.config.findCommand(words.join(':'))?.load()
    const given = command === undefined ? undefined : (command as unknown as typeof GoalixaCommand).output
    const output = typeof given === 'function' ? await given() : given
    if (command === undefined || output === undefined)
      throw new UsageError(`There is no command "${words.join(' ')}"`, 'goalixa --help')
    const results = 'dry-run' in (command.flags ?? {}) && words[0] !== 'import' ? [output, DryRun] : [output]
    const schema = z.toJSONSchema(z.union([...results, FailureDocument]), {
      io: 'output',
      unrepresentable: 'any',
    })
    this.terminal.document({ title: `goalixa ${words.join(' ')} --json`, ...schema })
  }
}
