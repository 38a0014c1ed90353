import { Reminder } from '@goalixa/contracts/reminders'
import { Flags } from '@oclif/core'
import { findReminder } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { reminderWords } from '../../output/reminders.ts'
import { refuseEmpty } from '../../patches.ts'
import { readReminderFields, reminderFlags } from '../../reminder-fields.ts'
import { reminderArgs } from '../../row-args.ts'

export default class ReminderEdit extends GoalixaCommand {
  static override summary = 'Change a reminder'
  static override description = 'Words after the reminder are its new title. --task none takes the task off.'
  static override usage = 'reminder edit REMINDER [TITLE...] [--at TIME] [--repeat HOW]'
  static override examples = [
    '<%= config.bin %> reminder edit "call Ada" --at "friday 10:00"',
    '<%= config.bin %> reminder edit "call Ada" --no-active',
  ]
  static override strict = false
  static override args = reminderArgs
  static override flags = {
    ...reminderFlags,
    active: Flags.boolean({ description: 'it comes; --no-active pauses it', allowNo: true }),
    zone,
    ...changing,
  }
  static override readonly output = Reminder

  override async run(): Promise<void> {
    const { args, flags, words, verbatim = [] } = await this.read(ReminderEdit)
    const { store, dates } = await this.open(flags)
    const title = [...words.slice(1), ...verbatim].join(' ').trim()
    const { fields, echo } = await readReminderFields(flags, store, dates)
    const patch = refuseEmpty({ title: title === '' ? undefined : title, ...fields, active: flags.active })
    this.terminal.say(echo)
    const { id } = await findReminder(store, args.reminder)
    await this.change({
      would: 'reminders.update',
      input: { id, ...patch },
      flags,
      run: () => store.reminders.update(id, patch),
      words: (reminder) => reminderWords(reminder, dates.zone, this.terminal),
    })
  }
}
