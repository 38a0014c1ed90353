import { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import { splitEntryWords } from '../../entry-words.ts'
import { findWeeklyGoal } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { weeklyGoalWords } from '../../output/weekly-goals.ts'
import { refuseEmpty } from '../../patches.ts'
import { weeklyGoalArgs } from '../../row-args.ts'
import { readWeeklyGoalFields, weeklyGoalFlags } from '../../weekly-goal-fields.ts'
import { todayOf, weekAsked } from '../../weeks.ts'

export default class WeeklyEdit extends GoalixaCommand {
  static override summary = 'Change a weekly goal'
  static override description =
    'Words after the goal are its new title, +name is its new label. --label none takes the label off: then all time counts.'
  static override usage =
    'weekly edit GOAL [TITLE...] [+LABEL] [--target DURATION] [--goal GOAL] [--week WEEK]'
  static override examples = ['<%= config.bin %> weekly edit "write the thesis" --target 12h']
  static override strict = false
  static override args = weeklyGoalArgs
  static override flags = { ...weeklyGoalFlags, zone, ...changing }
  static override readonly output = WeeklyGoal

  override async run(): Promise<void> {
    const { args, flags, words, verbatim } = await this.read(WeeklyEdit)
    const { store, config, dates } = await this.open(flags)
    const { text, labels } = splitEntryWords(words.slice(1), verbatim)
    const patch = refuseEmpty({
      title: text === '' ? undefined : text,
      ...(await readWeeklyGoalFields(flags, labels, store, dates)),
    })
    const { id } = await findWeeklyGoal(store, args.goal, { today: todayOf(dates), zone: dates.zone })
    await this.change({
      would: 'weeklyGoals.update',
      input: { id, ...patch },
      flags,
      run: () => store.weeklyGoals.update(id, patch, weekAsked(dates, config)),
      words: (goal) => weeklyGoalWords(goal, this.terminal),
    })
  }
}
