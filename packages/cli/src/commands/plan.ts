import { DayPlan } from '@goalixa/contracts/planner'
import { zone } from '../flags.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { planWords } from '../output/planner.ts'
import { plannedDay } from '../planner-days.ts'

export default class Plan extends GoalixaCommand {
  static override summary = 'Show a day: its target, to-dos, and the tasks that are due'
  static override usage = 'plan [DATE]'
  static override examples = ['<%= config.bin %> plan', '<%= config.bin %> plan tomorrow']
  static override strict = false
  static override flags = { zone }
  static override readonly output = DayPlan

  override async run(): Promise<void> {
    const { flags, words } = await this.read(Plan)
    const { store, dates } = await this.open(flags)
    const plan = await store.planner.get({ date: plannedDay(words.join(' '), dates), zone: dates.zone })
    this.print(plan, planWords(plan, this.terminal))
  }
}
