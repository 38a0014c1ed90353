import { Reminder } from '@goalixa/contracts/reminders'
import { UsageError } from '../../failure.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { reminderLine } from '../../output/reminders.ts'
import { readReminderFields, reminderFlags } from '../../reminder-fields.ts'

export default class ReminderAdd extends GoalixaCommand {
  static override summary = 'Add a reminder, once or again and again'
  static override usage = 'reminder add TITLE... --at TIME [--repeat HOW]'
  static override examples = [
    '<%= config.bin %> reminder add "call Ada" --at "tomorrow 9:00"',
    '<%= config.bin %> reminder add "water the plants" --at "monday 18:00" --repeat mon,thu',
  ]
  static override strict = false
  static override flags = { ...reminderFlags, zone, ...changing }
  static override readonly output = Reminder

  override async run(): Promise<void> {
    const { flags, words, verbatim = [] } = await this.read(ReminderAdd)
    const { store, dates } = await this.open(flags)
    const title = [...words, ...verbatim].join(' ').trim()
    const example = 'goalixa reminder add "call Ada" --at "tomorrow 9:00"'
    if (title === '') throw new UsageError('Missing: TITLE', example)
    const { fields, echo } = await readReminderFields(flags, store, dates)
    const { date, time, ...others } = fields
    if (date === undefined || time === undefined) throw new UsageError('Missing: --at', example)
    this.terminal.say(echo)
    const input = { title, date, time, ...others }
    await this.change({
      would: 'reminders.create',
      input,
      flags,
      run: () => store.reminders.create(input),
      words: (reminder) => reminderLine('Added', reminder, dates.zone),
    })
  }
}
