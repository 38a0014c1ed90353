import { Task } from '@goalixa/contracts/tasks'
import { allLabels, splitEntryWords } from '../../entry-words.ts'
import { UsageError } from '../../failure.ts'
import { changing, label, project, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { taskLine } from '../../output/tasks.ts'
import { readTaskFields, taskFlags } from '../../task-fields.ts'

export default class TaskAdd extends GoalixaCommand {
  static override summary = 'Add a task'
  static override usage = 'task add TITLE... [+LABEL...] [-p PROJECT] [--due DATE]'
  static override examples = [
    '<%= config.bin %> task add "write report" +deep -p Thesis --due friday --estimate 2h',
  ]
  static override strict = false
  static override flags = { project, label, ...taskFlags, zone, ...changing }
  static override readonly output = Task

  override async run(): Promise<void> {
    const { flags, words, verbatim } = await this.read(TaskAdd)
    const { store, dates } = await this.open(flags)
    const { text, labels } = splitEntryWords(words, verbatim)
    if (text === '') throw new UsageError('Missing: TITLE', 'goalixa task add "what is to be done"')
    const { fields, echo } = await readTaskFields(flags, store, dates)
    this.terminal.say(echo)
    const input = { title: text, labels: allLabels(labels, flags.label), ...fields }
    await this.change({
      would: 'tasks.create',
      input,
      flags,
      run: () => store.tasks.create(input),
      words: (task) => taskLine('Added', task),
    })
  }
}
