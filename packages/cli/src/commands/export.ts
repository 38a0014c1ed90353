import { exportFormats } from '@goalixa/contracts/exports'
import { Args, Flags } from '@oclif/core'
import * as z from 'zod'
import { writeExportFile, writeToStdout } from '../export-file.ts'
import { UsageError } from '../failure.ts'
import { GoalixaCommand } from '../goalixa-command.ts'

export default class Export extends GoalixaCommand {
  static override summary = 'Export everything as JSON, or the time entries as CSV'
  static override examples = [
    '<%= config.bin %> export json --output backup.json',
    '<%= config.bin %> export csv > entries.csv',
  ]
  static override args = {
    format: Args.option({ options: exportFormats })({
      description: 'what to write',
      required: true,
      ignoreStdin: true,
    }),
  }
  static override flags = {
    output: Flags.string({
      char: 'o',
      description: 'write to this file instead of standard output',
      helpValue: 'FILE',
    }),
  }
  /** With `--output`; without it, `json` prints the export itself. */
  static override readonly output = z.object({ format: z.string(), file: z.string(), bytes: z.int() })

  override async run(): Promise<void> {
    const { args, flags } = await this.read(Export)
    if (this.terminal.json && flags.output === undefined && args.format !== 'json') {
      throw new UsageError(`${args.format} is not JSON`, 'add --output FILE, or leave --json out')
    }
    const { store } = await this.open()
    const answer = await store.exports.get(args.format)
    if (flags.output === undefined) return writeToStdout(answer.chunks())
    const bytes = await writeExportFile(flags.output, answer.chunks())
    this.print({ format: args.format, file: flags.output, bytes }, `Wrote ${flags.output}, ${bytes} bytes`)
  }
}
