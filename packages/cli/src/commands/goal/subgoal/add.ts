import { Goal } from '@goalixa/contracts/goals'
import { splitEntryWords } from '../../../entry-words.ts'
import { UsageError } from '../../../failure.ts'
import { findGoal } from '../../../find-rows.ts'
import { changing, zone } from '../../../flags.ts'
import { readSubgoalFields, subgoalFlags } from '../../../goal-fields.ts'
import { GoalixaCommand } from '../../../goalixa-command.ts'
import { subgoalLine } from '../../../output/goals.ts'
import { goalArgs } from '../../../row-args.ts'

export default class GoalSubgoalAdd extends GoalixaCommand {
  static override summary = 'Add a subgoal; a goal that was completed is open again'
  static override usage = 'goal subgoal add GOAL TITLE... [+LABEL] [-p PROJECT] [--target-date DATE]'
  static override examples = [
    '<%= config.bin %> goal subgoal add "write a book" outline',
    '<%= config.bin %> goal subgoal add "write a book" first chapter --target-date friday',
  ]
  static override strict = false
  static override args = goalArgs
  static override flags = { ...subgoalFlags, zone, ...changing }
  static override readonly output = Goal

  override async run(): Promise<void> {
    const { args, flags, words, verbatim } = await this.read(GoalSubgoalAdd)
    const { store, dates } = await this.open(flags)
    const { text, labels } = splitEntryWords(words.slice(1), verbatim)
    if (text === '')
      throw new UsageError('Missing: TITLE', 'goalixa goal subgoal add GOAL "what comes first"')
    const { fields, echo } = readSubgoalFields(flags, labels, dates)
    this.terminal.say(echo)
    const { id } = await findGoal(store, args.goal, dates)
    const input = { title: text, ...fields }
    await this.change({
      would: 'subgoals.create',
      input: { goalId: id, ...input },
      flags,
      run: () => store.subgoals.create(id, input, { zone: dates.zone }),
      words: (goal) => subgoalLine('Added', { title: text }, goal),
    })
  }
}
