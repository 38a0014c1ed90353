import { Reminder } from '@goalixa/contracts/reminders'
import { findReminder } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { reminderLine } from '../../output/reminders.ts'
import { reminderArgs } from '../../row-args.ts'

export default class ReminderDone extends GoalixaCommand {
  static override summary = 'What a reminder is due for is done'
  static override examples = [
    '<%= config.bin %> reminder done "call Ada"',
    '<%= config.bin %> reminder done "call Ada" --dry-run',
  ]
  static override args = reminderArgs
  static override flags = { zone, ...changing }
  static override readonly output = Reminder

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ReminderDone)
    const { store, dates } = await this.open(flags)
    const { id } = await findReminder(store, args.reminder)
    await this.change({
      would: 'reminders.done',
      input: { id },
      flags,
      run: () => store.reminders.done(id),
      words: (reminder) => reminderLine('Done:', reminder, dates.zone),
    })
  }
}
