import { CarriedOver } from '@goalixa/contracts/planner'
import { Flags } from '@oclif/core'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { carriedWords } from '../../output/planner.ts'
import { onDay, plannedDay } from '../../planner-days.ts'

export default class PlanCarry extends GoalixaCommand {
  static override summary = 'Move what is not done from the day before to a day'
  static override usage = 'plan carry [--on DATE] [--from DATE]'
  static override examples = [
    '<%= config.bin %> plan carry',
    '<%= config.bin %> plan carry --on tomorrow --from today',
  ]
  static override flags = {
    on: onDay,
    from: Flags.string({ description: 'the day to empty; the day before unless said', helpValue: 'DATE' }),
    zone,
    ...changing,
  }
  static override readonly output = CarriedOver

  override async run(): Promise<void> {
    const { flags } = await this.read(PlanCarry)
    const { store, dates } = await this.open(flags)
    const days = {
      to: plannedDay(flags.on, dates),
      ...(flags.from === undefined ? {} : { from: plannedDay(flags.from, dates) }),
    }
    await this.change({
      would: 'planner.carry',
      input: days,
      flags,
      run: () => store.planner.carry(days, { zone: dates.zone }),
      words: carriedWords,
    })
  }
}
