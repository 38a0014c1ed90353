import { exportFormats } from '@goalixa/contracts/exports'
import { Args, Flags } from '@oclif/core'
import * as z from 'zod'
import { writeExportFile, writeToStdout } from '../export-file.ts'
import { UsageError } from '../failure.ts'
import { zone } from '../flags.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { boundsOf } from '../moments.ts'
import { lossWords } from '../output/exports.ts'

const withFolder: readonly string[] = ['timewarrior', 'watson']

export default class Export extends GoalixaCommand {
  static override summary = 'Export everything as JSON, or time entries and tasks for another tool'
  static override description = [
    'json is everything, the trash too: goalixa import goalixa FILE brings it back.',
    'The others hold what their tool can hold; what it cannot is told on standard error.',
    'timewarrior, watson, toggl, clockify, kimai: time entries; taskwarrior: tasks; csv: time entries; ical: both.',
  ].join('\n')
  static override examples = [
    '<%= config.bin %> export json --output backup.json',
    '<%= config.bin %> export csv --spreadsheet --from 2026-03-01 --to 2026-04-01 > march.csv',
    '<%= config.bin %> export timewarrior --data ~/timewarrior',
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
    data: Flags.string({
      description: 'of timewarrior and watson: write the files that the tool itself keeps into this folder',
      helpValue: 'FOLDER',
      exclusive: ['output'],
    }),
    from: Flags.string({
      description: 'time entries that touch this time or later; a date or an instant',
      helpValue: 'TIME',
    }),
    to: Flags.string({ description: 'time entries before this time', helpValue: 'TIME' }),
    spreadsheet: Flags.boolean({
      description: 'of csv: for spreadsheets, with a byte order mark and no formulas',
    }),
    history: Flags.boolean({
      description: 'of json: with every change there ever was; the server is asked for it',
    }),
    email: Flags.string({
      description: 'of toggl, clockify and kimai: whose time it is',
      helpValue: 'EMAIL',
    }),
    zone,
  }
  /** With `--output` or `--data`; without them, formats that are JSON print the export itself. */
  static override readonly output = z.object({
    format: z.string(),
    file: z.string().optional(),
    files: z.array(z.string()).optional(),
    bytes: z.int(),
    cannotHold: z.array(z.string()),
  })

  override async run(): Promise<void> {
    const { args, flags } = await this.read(Export)
    const { format } = args
    const { output, data, email } = flags
    const isJson = ['json', 'timewarrior', 'taskwarrior', 'watson'].includes(format)
    if (this.terminal.json && (output ?? data) === undefined && !isJson)
      throw new UsageError(`${format} is not JSON`, 'add --output FILE, or leave --json out')
    if (data !== undefined && !withFolder.includes(format))
      throw new UsageError(
        `${format} has no --data: only ${withFolder.join(' and ')} do`,
        'use --output FILE',
      )
    const { store, dates } = await this.open(flags)
    const { losses, runningLoss } = await import('@goalixa/domain/export/losses')
    // With the files of watson comes its state, which is what runs.
    const cannotHold = losses[format].filter((what) => data === undefined || what !== runningLoss)
    const told = lossWords(format, cannotHold)
    const answer = await store.exports.get(format, {
      ...boundsOf('', flags, dates),
      zone: dates.zone,
      spreadsheet: flags.spreadsheet ? 'true' : undefined,
      history: flags.history ? 'true' : undefined,
      email,
    })
    if (data !== undefined) {
      const { writeDataFiles } = await import('../export-folder.ts')
      const written = await writeDataFiles({ format, folder: data, answer, store, dates })
      this.terminal.say(told)
      const words = `Wrote ${written.files.length} files to ${data}, ${written.bytes} bytes`
      return this.print({ format, ...written, cannotHold }, words)
    }
    if (output === undefined) {
      await writeToStdout(answer.chunks())
      return this.terminal.say(told)
    }
    const bytes = await writeExportFile(output, answer.chunks())
    this.terminal.say(told)
    this.print({ format, file: output, bytes, cannotHold }, `Wrote ${output}, ${bytes} bytes`)
  }
}
