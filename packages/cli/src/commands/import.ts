import { ImportResult, importFormats } from '@goalixa/contracts/imports'
import { Args, Flags } from '@oclif/core'
import { zone } from '../flags.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { readImportFile } from '../import-file.ts'
import { importWords } from '../output/imports.ts'

export default class Import extends GoalixaCommand {
  static override summary = 'Import the export of another tool'
  static override description =
    'Importing the same file again changes nothing: every row keeps its place. A - as file reads standard input.'
  static override examples = [
    'timew export | <%= config.bin %> import timewarrior - --dry-run',
    '<%= config.bin %> import taskwarrior tasks.json',
  ]
  static override args = {
    format: Args.option({ options: importFormats })({
      description: 'the tool it comes from',
      required: true,
      ignoreStdin: true,
    }),
    file: Args.string({
      description: 'the file, or - for standard input',
      required: true,
      ignoreStdin: true,
    }),
  }
  static override flags = {
    'dry-run': Flags.boolean({ description: 'show what would change, change nothing', default: false }),
    strict: Flags.boolean({ description: 'import nothing when any row cannot be read', default: false }),
    partial: Flags.boolean({ description: 'read a file that breaks off as far as it goes', default: false }),
    zone,
  }
  static override readonly output = ImportResult

  override async run(): Promise<void> {
    const { args, flags } = await this.read(Import)
    const { store, dates } = await this.open(flags)
    const text = await readImportFile(args.file)
    const result = await store.imports.create(args.format, text, {
      dryRun: String(flags['dry-run']),
      strict: String(flags.strict),
      partial: String(flags.partial),
      zone: dates.zone,
    })
    this.print(result, importWords(result))
  }
}
