import { Task } from '@goalixa/contracts/tasks'
import { editedLabels, splitEntryWords } from '../../entry-words.ts'
import { findTask } from '../../find-rows.ts'
import { changing, label, project, unlabel, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { taskWords } from '../../output/tasks.ts'
import { refuseEmpty } from '../../patches.ts'
import { taskArgs } from '../../row-args.ts'
import { readTaskFields, taskFlags } from '../../task-fields.ts'

export default class TaskEdit extends GoalixaCommand {
  static override summary = 'Change a task'
  static override description =
    'Words after the task are its new title, +name adds a label. The value none empties due, scheduled, estimate, parent, project and repeat.'
  static override usage = 'task edit TASK [TITLE...] [+LABEL...] [--due DATE]'
  static override examples = ['<%= config.bin %> task edit 3f2a9 --due none --priority high']
  static override strict = false
  static override args = taskArgs
  static override flags = { project, label, unlabel, ...taskFlags, zone, ...changing }
  static override readonly output = Task

  override async run(): Promise<void> {
    const { args, flags, words, verbatim } = await this.read(TaskEdit)
    const { store, dates } = await this.open(flags)
    const { text, labels } = splitEntryWords(words.slice(1), verbatim)
    const { fields, echo } = await readTaskFields(flags, store, dates)
    this.terminal.say(echo)
    const task = await findTask(store, args.task)
    const patch = refuseEmpty({
      title: text === '' ? undefined : text,
      labels: editedLabels(task.labels, [...labels, ...(flags.label ?? [])], flags.unlabel ?? []),
      ...fields,
    })
    await this.change({
      would: 'tasks.update',
      input: { id: task.id, ...patch },
      flags,
      run: () => store.tasks.update(task.id, patch),
      words: (row) => taskWords(row, dates.zone),
    })
  }
}
