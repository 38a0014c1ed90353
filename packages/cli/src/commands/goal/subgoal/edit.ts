import { Goal } from '@goalixa/contracts/goals'
import { Flags } from '@oclif/core'
import { splitEntryWords } from '../../../entry-words.ts'
import { findGoal, findSubgoal } from '../../../find-rows.ts'
import { changing, zone } from '../../../flags.ts'
import { readSubgoalFields, subgoalFlags } from '../../../goal-fields.ts'
import { subgoalOrder } from '../../../goal-order.ts'
import { GoalixaCommand } from '../../../goalixa-command.ts'
import { goalWords } from '../../../output/goals.ts'
import { refuseEmpty } from '../../../patches.ts'
import { subgoalArgs } from '../../../row-args.ts'

export default class GoalSubgoalEdit extends GoalixaCommand {
  static override summary = 'Change a subgoal'
  static override description = 'Words after the subgoal are its new title, +name is its new label.'
  static override usage =
    'goal subgoal edit GOAL SUBGOAL [TITLE...] [+LABEL] [-p PROJECT] [--target-date DATE]'
  static override examples = [
    '<%= config.bin %> goal subgoal edit "write a book" 1 outline of all chapters',
    '<%= config.bin %> goal subgoal edit "write a book" outline --position 1 --target-date none',
  ]
  static override strict = false
  static override args = subgoalArgs
  static override flags = {
    ...subgoalFlags,
    position: Flags.integer({
      description: 'its new number in the list',
      min: 1,
      helpValue: 'N',
    }),
    zone,
    ...changing,
  }
  static override readonly output = Goal

  override async run(): Promise<void> {
    const { args, flags, words, verbatim } = await this.read(GoalSubgoalEdit)
    const { store, dates } = await this.open(flags)
    const { text, labels } = splitEntryWords(words.slice(2), verbatim)
    const { fields, echo } = readSubgoalFields(flags, labels, dates)
    const goal = await findGoal(store, args.goal, dates)
    const { id } = findSubgoal(goal, args.subgoal)
    const patch = refuseEmpty({
      title: text === '' ? undefined : text,
      ...fields,
      order: subgoalOrder(goal.subgoals, id, flags.position),
    })
    this.terminal.say(echo)
    await this.change({
      would: 'subgoals.update',
      input: { id, ...patch },
      flags,
      run: () => store.subgoals.update(id, patch, { zone: dates.zone }),
      words: (changed) => goalWords(changed, dates.zone, this.terminal),
    })
  }
}
