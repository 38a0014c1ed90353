import { DailyTarget } from '@goalixa/contracts/planner'
import { parseDuration } from '@goalixa/domain/durations'
import { Args, Flags } from '@oclif/core'
import * as z from 'zod'
import { UsageError } from '../../failure.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { targetLine } from '../../output/planner.ts'
import { weekdayText } from '../../output/times.ts'
import { onDay, plannedDay } from '../../planner-days.ts'

export default class PlanTarget extends GoalixaCommand {
  static override summary = 'Set how much time a day is to have, or take that away'
  static override usage = 'plan target DURATION [--on DATE] | plan target --clear [--on DATE]'
  static override examples = [
    '<%= config.bin %> plan target 6h',
    '<%= config.bin %> plan target --clear --on friday',
  ]
  static override args = {
    duration: Args.string({ description: 'how much time, such as 6h', ignoreStdin: true }),
  }
  static override flags = {
    on: onDay,
    clear: Flags.boolean({ description: 'the day has no target any more' }),
    zone,
    ...changing,
  }
  static override readonly output = z.union([
    DailyTarget,
    z.object({ logDate: z.string(), cleared: z.literal(true) }),
  ])

  override async run(): Promise<void> {
    const { args, flags } = await this.read(PlanTarget)
    const { store, dates } = await this.open(flags)
    const logDate = plannedDay(flags.on, dates)
    if (flags.clear ? args.duration !== undefined : args.duration === undefined)
      throw new UsageError('Give either a DURATION or --clear', 'goalixa plan target 6h')
    if (args.duration === undefined)
      return this.change({
        would: 'planner.deleteTarget',
        input: { date: logDate },
        flags,
        run: () => store.planner.deleteTarget(logDate).then(() => ({ logDate, cleared: true as const })),
        words: () => `${weekdayText(logDate)} has no target any more`,
      })
    const input = { seconds: parseDuration(args.duration, { clock: true }) }
    await this.change({
      would: 'planner.setTarget',
      input: { date: logDate, ...input },
      flags,
      run: () => store.planner.setTarget(logDate, input),
      words: targetLine,
    })
  }
}
