import { Goal } from '@goalixa/contracts/goals'
import { Flags } from '@oclif/core'
import { splitEntryWords } from '../../entry-words.ts'
import { findGoal } from '../../find-rows.ts'
import { changing, zone } from '../../flags.ts'
import { goalFlags, readGoalFields } from '../../goal-fields.ts'
import { goalOrder } from '../../goal-order.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { goalWords } from '../../output/goals.ts'
import { refuseEmpty } from '../../patches.ts'
import { goalArgs } from '../../row-args.ts'

export default class GoalEdit extends GoalixaCommand {
  static override summary = 'Change a goal'
  static override description = 'Words after the goal are its new name, +name is its new label.'
  static override usage = 'goal edit GOAL [NAME...] [+LABEL] [--target DURATION] [--target-date DATE]'
  static override examples = [
    '<%= config.bin %> goal edit "write a book" --target 250h --target-date none',
    '<%= config.bin %> goal edit "write a book" --before "run a marathon"',
  ]
  static override strict = false
  static override args = goalArgs
  static override flags = {
    ...goalFlags,
    archived: Flags.boolean({ description: 'archive it, or with --no-archived take it back', allowNo: true }),
    before: Flags.string({
      description: 'put it ahead of this goal',
      helpValue: 'GOAL',
      exclusive: ['after'],
    }),
    after: Flags.string({ description: 'put it behind this goal', helpValue: 'GOAL' }),
    zone,
    ...changing,
  }
  static override readonly output = Goal

  override async run(): Promise<void> {
    const { args, flags, words, verbatim } = await this.read(GoalEdit)
    const { store, dates } = await this.open(flags)
    const { text, labels } = splitEntryWords(words.slice(1), verbatim)
    const { fields, echo } = readGoalFields(flags, labels, dates)
    const { id } = await findGoal(store, args.goal, dates)
    const patch = refuseEmpty({
      name: text === '' ? undefined : text,
      ...fields,
      archived: flags.archived,
      order: await goalOrder(store, id, flags, dates),
    })
    this.terminal.say(echo)
    await this.change({
      would: 'goals.update',
      input: { id, ...patch },
      flags,
      run: () => store.goals.update(id, patch, { zone: dates.zone }),
      words: (goal) => goalWords(goal, dates.zone, this.terminal),
    })
  }
}
