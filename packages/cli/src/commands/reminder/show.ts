import { Reminder } from '@goalixa/contracts/reminders'
import { findReminder } from '../../find-rows.ts'
import { zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { reminderWords } from '../../output/reminders.ts'
import { reminderArgs } from '../../row-args.ts'

export default class ReminderShow extends GoalixaCommand {
  static override summary = 'Show a reminder and when it comes'
  static override examples = [
    '<%= config.bin %> reminder show "call Ada"',
    '<%= config.bin %> reminder show "call Ada" --json',
  ]
  static override args = reminderArgs
  static override flags = { zone }
  static override readonly output = Reminder

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ReminderShow)
    const { store, dates } = await this.open(flags)
    const reminder = await findReminder(store, args.reminder)
    this.print(reminder, reminderWords(reminder, dates.zone, this.terminal))
  }
}
