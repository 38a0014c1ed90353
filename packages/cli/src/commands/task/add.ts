import { Task } from '@goalixa/contracts/tasks'
import { parseTaskWords } from '@goalixa/domain/task-words'
import { allLabels } from '../../entry-words.ts'
import { UsageError } from '../../failure.ts'
import { changing, label, project, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { taskLine } from '../../output/tasks.ts'
import { readTaskFields, taskFlags } from '../../task-fields.ts'

export default class TaskAdd extends GoalixaCommand {
  static override summary = 'Add a task'
  static override description =
    'Among the words +name is a label, and due:fri, scheduled:mon, every:month, every!:3d, est:30m, project:home and !high are what they say; after -- all words are the title. Flags win over words.'
  static override usage = 'task add TITLE... [+LABEL...] [-p PROJECT] [--due DATE] [--every HOW-OFTEN]'
  static override examples = [
    '<%= config.bin %> task add "Pay rent due:fri every:month !high project:home est:30m +bills"',
    '<%= config.bin %> task add "write report" +deep -p Thesis --due friday --estimate 2h',
    '<%= config.bin %> task add water the plants --every "3 days after completion"',
  ]
  static override strict = false
  static override flags = { project, label, ...taskFlags, zone, ...changing }
  static override readonly output = Task

  override async run(): Promise<void> {
    const { flags, words, verbatim } = await this.read(TaskAdd)
    const { store, dates } = await this.open(flags)
    const said = parseTaskWords(words, dates, verbatim)
    if (said.title === '') throw new UsageError('Missing: TITLE', 'goalixa task add "what is to be done"')
    const { fields, echo } = await readTaskFields(flags, { store, dates, words: said })
    this.terminal.say(echo)
    const input = { title: said.title, labels: allLabels(said.labels, flags.label), ...fields }
    await this.change({
      would: 'tasks.create',
      input,
      flags,
      run: () => store.tasks.create(input),
      words: (task) => taskLine('Added', task),
    })
  }
}
