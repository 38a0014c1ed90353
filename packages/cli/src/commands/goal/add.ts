import { Goal } from '@goalixa/contracts/goals'
import { splitEntryWords } from '../../entry-words.ts'
import { UsageError } from '../../failure.ts'
import { changing, zone } from '../../flags.ts'
import { goalFlags, linkFlags, readGoalFields, readLinks } from '../../goal-fields.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { goalLine } from '../../output/goals.ts'

export default class GoalAdd extends GoalixaCommand {
  static override summary = 'Add a goal'
  static override description =
    'A goal comes on by its subgoals; without any, by the time of its label and of what is linked to it.'
  static override usage = 'goal add NAME... [+LABEL] [--target DURATION] [--target-date DATE] [-p PROJECT]'
  static override examples = [
    '<%= config.bin %> goal add "write a book" --target 200h --target-date "in 6mo" +book',
    '<%= config.bin %> goal add "run a marathon" --target-date 2027-04-25',
  ]
  static override strict = false
  static override flags = { ...goalFlags, ...linkFlags, zone, ...changing }
  static override readonly output = Goal

  override async run(): Promise<void> {
    const { flags, words, verbatim } = await this.read(GoalAdd)
    const { store, dates } = await this.open(flags)
    const { text, labels } = splitEntryWords(words, verbatim)
    if (text === '') throw new UsageError('Missing: NAME', 'goalixa goal add "what you want to reach"')
    const { fields, echo } = readGoalFields(flags, labels, dates)
    this.terminal.say(echo)
    const input = { name: text, ...fields, ...(await readLinks(flags, store)) }
    await this.change({
      would: 'goals.create',
      input,
      flags,
      run: () => store.goals.create(input, { zone: dates.zone }),
      words: (goal) => goalLine('Added', goal),
    })
  }
}
