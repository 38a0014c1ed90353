import { AppError } from '@goalixa/contracts/errors'
import { ImportResult, importFormats } from '@goalixa/contracts/imports'
import type { ImportFormat } from '@goalixa/contracts/imports'
import { guessFormat } from '@goalixa/domain/import/guess'
import { Args, Flags } from '@oclif/core'
import { zone } from '../flags.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { readImportFile } from '../import-file.ts'
import { startProgress } from '../import-progress.ts'
import { importWords } from '../output/imports.ts'

const isFormat = (word: string): word is ImportFormat => (importFormats as readonly string[]).includes(word)

export default class Import extends GoalixaCommand {
  static override summary = 'Import the export of another tool'
  static override description =
    'Importing the same file again changes nothing: every row keeps its place. One import is taken back whole with ' +
    'goalixa undo. A - as file reads standard input; without a format the file says what it is.\n' +
    `Formats: ${importFormats.join(', ')}.`
  static override usage = 'import [FORMAT] FILE'
  static override examples = [
    'timew export | <%= config.bin %> import timewarrior - --dry-run',
    '<%= config.bin %> import toggl report.csv --zone Europe/Berlin --dry-run',
    '<%= config.bin %> import taskwarrior tasks.json',
    '<%= config.bin %> import csv hours.csv --map start=Begin --map end=End --date-format dmy',
  ]
  static override args = {
    format: Args.string({
      description: `the tool it comes from: ${importFormats.join(', ')}`,
      required: true,
      ignoreStdin: true,
    }),
    file: Args.string({
      description: 'the file, or - for standard input',
      ignoreStdin: true,
    }),
  }
  static override flags = {
    'dry-run': Flags.boolean({ description: 'show what would change, change nothing', default: false }),
    strict: Flags.boolean({ description: 'import nothing when any row cannot be read', default: false }),
    partial: Flags.boolean({ description: 'read a file that breaks off as far as it goes', default: false }),
    again: Flags.boolean({
      description: 'bring back rows of the file that are in the trash here, as after an undo',
      default: false,
    }),
    email: Flags.string({ description: 'only the rows of this person', helpValue: 'EMAIL' }),
    'date-format': Flags.option({
      options: ['dmy', 'mdy', 'ymd'] as const,
      description: 'the order of day and month, where the file does not show it',
    })(),
    map: Flags.string({
      description: 'of csv: start=Begin, ours on the left; may be given several times',
      helpValue: 'OURS=COLUMN',
      multiple: true,
      multipleNonGreedy: true,
    }),
    zone,
  }
  static override readonly output = ImportResult

  override async run(): Promise<void> {
    const { args, flags } = await this.read(Import)
    const { store, dates } = await this.open(flags)
    const { format, text, name } = await this.#readFile(args)
    const progress = this.terminal.json ? undefined : startProgress(text)
    const query = {
      dryRun: String(flags['dry-run']),
      strict: String(flags.strict),
      partial: String(flags.partial),
      again: String(flags.again),
      zone: dates.zone,
      name,
      email: flags.email,
      dateFormat: flags['date-format'],
      map: flags.map?.join('\n'),
    }
    const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
    const result = await store.imports
      .create(format, text, given, progress?.onProgress)
      .finally(() => progress?.end())
    this.print(result, importWords(result, this.terminal))
  }

  /** Of one word alone, it is the file. */
  async #readFile({ format, file }: { readonly format: string; readonly file: string | undefined }) {
    if (file !== undefined) {
      if (isFormat(format)) return { format, ...(await readImportFile(file)) }
      const known = importFormats.join(', ')
      throw new AppError('request.invalid', `${format} is no format`, { try: `one of ${known}` })
    }
    if (isFormat(format)) {
      throw new AppError('request.invalid', 'which file?', {
        try: `goalixa import ${format} FILE, or - for standard input`,
      })
    }
    const found = await readImportFile(format)
    const guessed = guessFormat(found.text)
    if (guessed === undefined) {
      throw new AppError('import.unreadable', 'nothing in the file shows which tool it comes from', {
        try: `goalixa import FORMAT ${format}, where FORMAT is one of ${importFormats.join(', ')}`,
      })
    }
    this.terminal.say(`It looks like a file of ${guessed}.`)
    return { format: guessed, ...found }
  }
}
