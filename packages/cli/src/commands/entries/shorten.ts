import { ResizeCommand, resizeArgs, resizeFlags } from '../../resize-command.ts'

export default class EntriesShorten extends ResizeCommand {
  static override summary = 'Make a time entry shorter'
  static override description = 'Its end moves; with --start its start does, also while it runs.'
  static override usage = '<%= command.id %> ENTRY DURATION [--start] [--overlap POLICY]'
  static override aliases = ['shorten']
  static override examples = [
    '<%= config.bin %> shorten @1 15m',
    '<%= config.bin %> entries shorten @2 10m --start',
  ]
  static override args = resizeArgs
  static override flags = resizeFlags

  override async run(): Promise<void> {
    await this.resize(await this.read(EntriesShorten), 'Shortened', (seconds) => ({ bySeconds: -seconds }))
  }
}
