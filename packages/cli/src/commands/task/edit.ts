import { Task } from '@goalixa/contracts/tasks'
import { parseTaskWords } from '@goalixa/domain/task-words'
import { Flags } from '@oclif/core'
import * as z from 'zod'
import { BulkDocument, changeOfTasks, chosenTasks, isBulk, refuseForMany } from '../../bulk.ts'
import { choosing } from '../../filter-args.ts'
import { editedLabels } from '../../entry-words.ts'
import { findTask } from '../../find-rows.ts'
import { changing, label, project, unlabel, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { taskWords } from '../../output/tasks.ts'
import { labelChanges, refuseEmpty } from '../../patches.ts'
import { taskOrFilter } from '../../row-args.ts'
import { readTaskFields, taskFlags } from '../../task-fields.ts'
import { taskOrder } from '../../task-order.ts'

export default class TaskEdit extends GoalixaCommand {
  static override summary = 'Change a task, or all that fit a filter'
  static override description =
    'Words after the task are its new title, +name adds a label, and due:fri, every:month, !high and the like are what they say. The value none empties due, scheduled, estimate, parent, project, every and what it depends on. With --filter all words are changes.'
  static override usage = 'task edit TASK|--filter FILTER [TITLE...] [+LABEL...] [--due DATE] [--before TASK]'
  static override examples = [
    '<%= config.bin %> task edit 3f2a9 --due none --priority high',
    '<%= config.bin %> task edit "pay rent" every:month est:30m',
    '<%= config.bin %> task edit "write report" --before "pay rent"',
    '<%= config.bin %> task edit --filter "due<=friday" --priority high +soon',
  ]
  static override strict = false
  static override args = taskOrFilter
  static override flags = {
    project,
    label,
    unlabel,
    ...taskFlags,
    before: Flags.string({
      description: 'put it ahead of this task',
      helpValue: 'TASK',
      exclusive: ['after'],
    }),
    after: Flags.string({ description: 'put it behind this task', helpValue: 'TASK' }),
    zone,
    ...choosing,
    ...changing,
  }
  static override readonly output = z.union([Task, BulkDocument])

  override async run(): Promise<void> {
    const { args, flags, words, verbatim } = await this.read(TaskEdit)
    const wiring = await this.open(flags)
    const { store, dates } = wiring
    const many = flags.filter !== undefined || flags.view !== undefined
    const said = parseTaskWords(many ? words : words.slice(1), dates, verbatim)
    if (isBulk(many ? undefined : args.task, flags, 'task')) {
      refuseForMany({
        'A title': said.title === '' ? undefined : said.title,
        '--description': flags.description,
        '--depends-on': flags['depends-on'],
        '--every': flags.every ?? said.recurrence,
        '--before': flags.before,
        '--after': flags.after,
      })
      const { fields, echo } = await readTaskFields(flags, { store, dates, words: said })
      const { project, projectId, due, scheduled, priority, estimateSeconds, parentId } = fields
      const patch = { project, projectId, due, scheduled, priority, estimateSeconds, parentId }
      const labels = labelChanges([...said.labels, ...(flags.label ?? [])], flags.unlabel ?? [])
      refuseEmpty({ ...patch, ...labels })
      const tasks = await chosenTasks(wiring, flags, this.terminal)
      this.terminal.say(echo)
      const asked = { wiring, terminal: this.terminal, flags }
      return this.change(changeOfTasks(tasks, { verb: 'update', patch, ...labels }, asked))
    }
    const task = await findTask(store, args.task!)
    const { fields, echo } = await readTaskFields(flags, { store, dates, words: said, task })
    this.terminal.say(echo)
    const patch = refuseEmpty({
      title: said.title === '' ? undefined : said.title,
      labels: editedLabels(task.labels, [...said.labels, ...(flags.label ?? [])], flags.unlabel ?? []),
      ...fields,
      order: await taskOrder(store, task.id, flags),
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
