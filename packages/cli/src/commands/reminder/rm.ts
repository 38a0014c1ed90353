import { Reminder } from '@goalixa/contracts/reminders'
import { findReminder } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { reminderLine } from '../../output/reminders.ts'
import { safeLine } from '../../output/safe-text.ts'
import { reminderArgs } from '../../row-args.ts'

export default class ReminderRm extends GoalixaCommand {
  static override summary = 'Remove a reminder'
  static override examples = [
    '<%= config.bin %> reminder rm "call Ada"',
    '<%= config.bin %> reminder rm "call Ada" --yes',
  ]
  static override args = reminderArgs
  static override flags = { zone, ...changing }
  static override readonly output = Reminder

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ReminderRm)
    const { store, dates } = await this.open(flags)
    const reminder = await findReminder(store, args.reminder)
    await this.change({
      would: 'reminders.delete',
      input: { id: reminder.id },
      flags,
      doubts: [`This removes the reminder "${safeLine(reminder.title)}"`],
      run: () => store.reminders.delete(reminder.id).then(() => reminder),
      words: () => reminderLine('Removed', reminder, dates.zone),
    })
  }
}
