import { ResizeCommand, resizeArgs, resizeFlags } from '../../resize-command.ts'

export default class EntriesLengthen extends ResizeCommand {
  static override summary = 'Make a time entry longer'
  static override description = 'Its end moves; with --start its start does, also while it runs.'
  static override usage = '<%= command.id %> ENTRY DURATION [--start] [--overlap POLICY]'
  static override aliases = ['lengthen']
  static override examples = [
    '<%= config.bin %> lengthen @1 15m',
    '<%= config.bin %> entries lengthen @2 10m --start',
  ]
  static override args = resizeArgs
  static override flags = resizeFlags

  override async run(): Promise<void> {
    await this.resize(await this.read(EntriesLengthen), 'Lengthened', (seconds) => ({ bySeconds: seconds }))
  }
}
