import { ResizeCommand, resizeArgs, resizeFlags } from '../../resize-command.ts'

export default class EntriesResize extends ResizeCommand {
  static override summary = 'Give a time entry another length'
  static override description = 'Its start stays where it is; with --start its end does.'
  static override usage = '<%= command.id %> ENTRY DURATION [--start] [--overlap POLICY]'
  static override aliases = ['resize']
  static override examples = [
    '<%= config.bin %> resize @1 45m',
    '<%= config.bin %> entries resize @2 1h30m --start',
  ]
  static override args = resizeArgs
  static override flags = resizeFlags

  override async run(): Promise<void> {
    await this.resize(await this.read(EntriesResize), 'Resized', (seconds) => ({ durationSeconds: seconds }))
  }
}
