import { Reminder } from '@goalixa/contracts/reminders'
import { toInstantText } from '@goalixa/domain/calendar'
import { parseMoment } from '@goalixa/domain/dates'
import { parseDuration } from '@goalixa/domain/durations'
import { Args, Flags } from '@oclif/core'
import { UsageError } from '../../failure.ts'
import { findReminder } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { reminderLine } from '../../output/reminders.ts'
import { reminderArgs } from '../../row-args.ts'

export default class ReminderSnooze extends GoalixaCommand {
  static override summary = 'Let a reminder come again later, in 10 minutes unless said'
  static override usage = 'reminder snooze REMINDER [DURATION] | reminder snooze REMINDER --until TIME'
  static override examples = [
    '<%= config.bin %> reminder snooze "call Ada" 30m',
    '<%= config.bin %> reminder snooze "call Ada" --until "tomorrow 9:00"',
  ]
  static override args = {
    ...reminderArgs,
    duration: Args.string({ description: 'for how long, such as 30m', ignoreStdin: true }),
  }
  static override flags = {
    until: Flags.string({ description: 'when it comes again', helpValue: 'TIME' }),
    zone,
    ...changing,
  }
  static override readonly output = Reminder

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ReminderSnooze)
    const { store, dates } = await this.open(flags)
    if (args.duration !== undefined && flags.until !== undefined)
      throw new UsageError('Give either a DURATION or --until')
    const until =
      flags.until === undefined
        ? dates.now + parseDuration(args.duration ?? '10m', { clock: true })
        : parseMoment(flags.until, dates, 'future').instant
    const input = { until: toInstantText(until) }
    const { id } = await findReminder(store, args.reminder)
    await this.change({
      would: 'reminders.snooze',
      input: { id, ...input },
      flags,
      run: () => store.reminders.snooze(id, input),
      words: (reminder) => reminderLine('Snoozed', reminder, dates.zone),
    })
  }
}
