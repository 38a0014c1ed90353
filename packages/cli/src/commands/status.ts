import * as Flags from '@oclif/core/flags'
import { exit } from '../exit-codes.ts'
import { zone } from '../flags.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { today } from '../moments.ts'
import { statusWords } from '../output/timer.ts'

export default class Status extends GoalixaCommand {
  static override summary = 'Show what runs, and the time of today'
  static override examples = [
    '<%= config.bin %> status',
    '<%= config.bin %> status --json',
    '<%= config.bin %> status --jq .running.description',
  ]
  static override aliases = ['now']
  static override flags = {
    'exit-code': Flags.boolean({ description: 'exit with 1 when nothing runs' }),
    zone,
  }
  static override readonly output = async () => (await import('../status-document.ts')).StatusDocument

  override async run(): Promise<void> {
    const { flags } = await this.read(Status)
    const { store, dates } = await this.open(flags)
    const status = await store.timer.status(today(dates))
    this.print(status, statusWords(status, dates.zone))
    if (flags['exit-code'] && status.running === null) process.exitCode = exit.failed
  }
}
