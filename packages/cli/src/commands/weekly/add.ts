import { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import { splitEntryWords } from '../../entry-words.ts'
import { UsageError } from '../../failure.ts'
import { changing, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { weeklyGoalLine } from '../../output/weekly-goals.ts'
import { readWeeklyGoalFields, weeklyGoalFlags } from '../../weekly-goal-fields.ts'
import { weekAsked } from '../../weeks.ts'

export default class WeeklyAdd extends GoalixaCommand {
  static override summary = 'Add a weekly goal'
  static override usage = 'weekly add TITLE... --target DURATION [+LABEL] [--goal GOAL] [--week WEEK]'
  static override examples = [
    '<%= config.bin %> weekly add "write the thesis" --target 10h +thesis',
    '<%= config.bin %> weekly add "rest less" --target 38h30m --week 2026-W10',
  ]
  static override strict = false
  static override flags = { ...weeklyGoalFlags, zone, ...changing }
  static override readonly output = WeeklyGoal

  override async run(): Promise<void> {
    const { flags, words, verbatim } = await this.read(WeeklyAdd)
    const { store, config, dates } = await this.open(flags)
    const { text, labels } = splitEntryWords(words, verbatim)
    const example = 'goalixa weekly add "what it is about" --target 10h'
    if (text === '') throw new UsageError('Missing: TITLE', example)
    const { targetSeconds, ...fields } = await readWeeklyGoalFields(flags, labels, store, dates)
    if (targetSeconds === undefined) throw new UsageError('Missing: --target', example)
    const input = { title: text, targetSeconds, ...fields }
    await this.change({
      would: 'weeklyGoals.create',
      input,
      flags,
      run: () => store.weeklyGoals.create(input, weekAsked(dates, config)),
      words: (goal) => weeklyGoalLine('Added', goal),
    })
  }
}
