import { Reminder } from '@goalixa/contracts/reminders'
import { findReminder } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { reminderLine } from '../../output/reminders.ts'
import { reminderArgs } from '../../row-args.ts'

export default class ReminderTest extends GoalixaCommand {
  static override summary = 'Fire a reminder now, as its time would'
  static override examples = [
    '<%= config.bin %> reminder test "call Ada"',
    '<%= config.bin %> reminder test "call Ada" --dry-run',
  ]
  static override args = reminderArgs
  static override flags = { zone, ...changing }
  static override readonly output = Reminder

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ReminderTest)
    const { store, dates } = await this.open(flags)
    const { id } = await findReminder(store, args.reminder)
    await this.change({
      would: 'reminders.test',
      input: { id },
      flags,
      run: () => store.reminders.test(id),
      words: (reminder) => reminderLine('Fired', reminder, dates.zone),
    })
  }
}
