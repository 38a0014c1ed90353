import { Flags } from '@oclif/core'
import * as z from 'zod'
import { writeExportFile } from '../../export-file.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { currentPasswordFlag, withStepUp } from '../../step-up.ts'

export default class AuthDelete extends GoalixaCommand {
  static override summary = 'Delete your account and everything in it, here and on the server'
  static override description =
    'Everything is exported to a file first; with --yes only where --export names one. This cannot be undone.'
  static override examples = [
    '<%= config.bin %> auth delete',
    '<%= config.bin %> auth delete --export goodbye.json --yes',
  ]
  static override flags = {
    export: Flags.string({
      description: 'export everything to this file first; goalixa-export.json unless said',
      helpValue: 'FILE',
    }),
    yes: Flags.boolean({ char: 'y', description: 'do it without asking, and without an export' }),
    ...currentPasswordFlag,
  }
  static override readonly output = z.object({
    deleted: z.literal(true),
    exportFile: z.string().nullable(),
    apiUrl: z.string(),
  })

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthDelete)
    const { store, apiUrl } = await this.open()
    const exportFile = flags.export ?? (flags.yes ? null : 'goalixa-export.json')
    await this.confirm('Your account and everything in it would be deleted for good', flags.yes)
    if (exportFile !== null) {
      await writeExportFile(exportFile, (await store.exports.get('json')).chunks())
      this.terminal.say(`Everything is in ${exportFile}`)
    }
    await withStepUp(flags, this.terminal, (given) => store.accounts.delete(given))
    this.print({ deleted: true, exportFile, apiUrl }, 'Your account is deleted.')
  }
}
